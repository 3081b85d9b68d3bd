package dev.prejoin.proof.chaos;

/** Where the work of a hop is when a fault lands. */
enum Phase {
  WITHIN_TRANSACTION(Hop.SOURCE, Request.ROW, Moment.BEGUN, "within a transaction"),
  AT_COMMIT(Hop.SOURCE, Request.COMMIT, Moment.BEGUN, "at its commit"),
  AT_ACKNOWLEDGEMENT(Hop.SOURCE, Request.ACKNOWLEDGE, Moment.BEGUN, "position not yet told"),

  CAPTURED_HALF(Hop.CAPTURE_OUT, Request.PRODUCE, Moment.BEGUN, "changes half sent"),
  CAPTURED_SENT(Hop.CAPTURE_OUT, Request.PRODUCE, Moment.SENT, "changes sent, no answer"),
  CAPTURE_COMMITS(Hop.CAPTURE_OUT, Request.END_TRANSACTION, Moment.BEGUN, "commit not yet sent"),
  CAPTURE_COMMITTED(
      Hop.CAPTURE_OUT, Request.END_TRANSACTION, Moment.ANSWERED, "committed, answer not known"),

  TOPOLOGY_READS(Hop.TOPOLOGY, Request.FETCH, Moment.ANSWERED, "rows on their way in"),
  TOPOLOGY_WRITES(Hop.TOPOLOGY, Request.PRODUCE, Moment.SENT, "rows sent, no answer"),
  TOPOLOGY_OFFSETS(
      Hop.TOPOLOGY, Request.TRANSACTION_OFFSETS, Moment.ANSWERED, "offsets in, not committed"),
  TOPOLOGY_COMMITS(Hop.TOPOLOGY, Request.END_TRANSACTION, Moment.BEGUN, "commit not yet sent"),
  TOPOLOGY_COMMITTED(
      Hop.TOPOLOGY, Request.END_TRANSACTION, Moment.ANSWERED, "committed, answer not known"),

  SINK_READS(Hop.SINK_IN, Request.FETCH, Moment.ANSWERED, "rows on their way in"),
  SINK_PROMISES(Hop.SINK_IN, Request.OFFSETS, Moment.BEGUN, "intent or offset not yet sent"),
  SINK_PROMISED(Hop.SINK_IN, Request.OFFSETS, Moment.ANSWERED, "kept, answer not known"),

  RESENT(Hop.SINK_IN, Request.PRODUCE, Moment.SENT, "restated rows sent, no answer"),
  RESTATES(Hop.SINK_IN, Request.END_TRANSACTION, Moment.BEGUN, "restated, commit not yet sent"),
  RESTATED(Hop.SINK_IN, Request.END_TRANSACTION, Moment.ANSWERED, "restated, answer not known"),

  LOOKED_UP(Hop.SINK_OUT, Request.LOOK_UP, Moment.ANSWERED, "earlier versions looked up"),
  MARKED_STALE(Hop.SINK_OUT, Request.MARK_STALE, Moment.ANSWERED, "stale buckets recorded"),
  INSERT_HALF(Hop.SINK_OUT, Request.INSERT, Moment.BEGUN, "insert into l3 half sent"),
  INSERT_SENT(Hop.SINK_OUT, Request.INSERT, Moment.SENT, "insert into l3 sent, no answer"),
  INSERT_ANSWERED(Hop.SINK_OUT, Request.INSERT, Moment.ANSWERED, "inserted, answer not known"),
  DONE_HALF(Hop.SINK_OUT, Request.DONE, Moment.BEGUN, "done-row not yet sent"),
  DONE_ANSWERED(Hop.SINK_OUT, Request.DONE, Moment.ANSWERED, "done, answer not known"),
  BASE_WRITTEN(Hop.SINK_OUT, Request.BASE_STATES, Moment.ANSWERED, "base written, not in force"),
  IN_FORCE_SENT(Hop.SINK_OUT, Request.IN_FORCE, Moment.SENT, "base being put in force"),
  IN_FORCE(Hop.SINK_OUT, Request.IN_FORCE, Moment.ANSWERED, "base in force, answer not known"),

  SCHEMA_ASKED(Hop.REGISTRY, Request.SCHEMA, Moment.BEGUN, "schema not yet asked for"),
  SCHEMA_ANSWERED(Hop.REGISTRY, Request.SCHEMA, Moment.ANSWERED, "schema on its way");

  private final Hop hop;
  private final Request request;
  private final Moment moment;
  private final String title;

  Phase(Hop hop, Request request, Moment moment, String title) {
    this.hop = hop;
    this.request = request;
    this.moment = moment;
    this.title = title;
  }

  Hop hop() {
    return hop;
  }

  String title() {
    return title;
  }

  boolean is(Hop onHop, Request ofRequest, Moment atMoment) {
    return hop == onHop && request == ofRequest && moment == atMoment;
  }
}
