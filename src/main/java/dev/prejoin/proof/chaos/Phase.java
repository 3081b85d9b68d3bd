package dev.prejoin.proof.chaos;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the work of a hop is when a fault lands. */
enum Phase {
  WITHIN_TRANSACTION(Hop.SOURCE, Request.ROW, Moment.BEGUN, "within a transaction"),
  AT_COMMIT(Hop.SOURCE, Request.COMMIT, Moment.BEGUN, "at its commit"),
  AT_ACKNOWLEDGEMENT(Hop.SOURCE, Request.ACKNOWLEDGE, Moment.BEGUN, "position not yet told"),

  RANGE_READ(
      Hop.SOURCE,
      Request.CHUNK,
      Moment.ANSWERED,
      "range read again, not sent",
      Maintenance.BACKFILL),

  CAPTURED_HALF(Hop.CAPTURE_OUT, Request.PRODUCE, Moment.BEGUN, "changes half sent"),
  CAPTURED_SENT(Hop.CAPTURE_OUT, Request.PRODUCE, Moment.SENT, "changes sent, no answer"),
  CAPTURE_COMMITS(Hop.CAPTURE_OUT, Request.END_TRANSACTION, Moment.BEGUN, "commit not yet sent"),
  CAPTURE_COMMITTED(
      Hop.CAPTURE_OUT, Request.END_TRANSACTION, Moment.ANSWERED, "committed, answer not known"),

  RANGE_COMMITS(
      Hop.CAPTURE_OUT,
      Request.END_TRANSACTION,
      Moment.BEGUN,
      "range: commit not yet sent",
      Maintenance.BACKFILL,
      Request.CHUNK),
  RANGE_COMMITTED(
      Hop.CAPTURE_OUT,
      Request.END_TRANSACTION,
      Moment.ANSWERED,
      "range committed, answer not known",
      Maintenance.BACKFILL,
      Request.CHUNK),

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

  VIEWS_RESENT(
      Hop.SINK_IN,
      Request.PRODUCE_FOR_VIEWS,
      Moment.SENT,
      "rows for a view sent, no answer",
      Maintenance.RESTATE),
  VIEWS_COMMIT(
      Hop.SINK_IN,
      Request.END_FOR_VIEWS,
      Moment.BEGUN,
      "for a view: commit not yet sent",
      Maintenance.RESTATE),
  VIEWS_COMMITTED(
      Hop.SINK_IN,
      Request.END_FOR_VIEWS,
      Moment.ANSWERED,
      "for a view: answer not known",
      Maintenance.RESTATE),

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

  FILL_BEGUN(
      Hop.SINK_OUT,
      Request.FILL_BEGIN,
      Moment.ANSWERED,
      "fill begun, answer not known",
      Maintenance.FILL),
  FILL_FOUND(
      Hop.SINK_OUT, Request.FILL_FIND, Moment.ANSWERED, "fill: buckets noted", Maintenance.FILL),
  FILL_COUNTED(
      Hop.SINK_OUT,
      Request.BASE_STATES,
      Moment.ANSWERED,
      "fill: slice written, not in force",
      Maintenance.FILL,
      Request.FILL_FIND),
  FILL_IN_FORCE(
      Hop.SINK_OUT,
      Request.IN_FORCE,
      Moment.ANSWERED,
      "fill: slice in force, not known",
      Maintenance.FILL,
      Request.FILL_FIND),
  FILL_UNRECORDED(
      Hop.SINK_OUT,
      Request.FILL_RECORD,
      Moment.BEGUN,
      "fill: part not yet recorded",
      Maintenance.FILL),
  FILL_RECORDED(
      Hop.SINK_OUT,
      Request.FILL_RECORD,
      Moment.ANSWERED,
      "fill: part or all recorded",
      Maintenance.FILL),
  SHOWN(
      Hop.SINK_OUT,
      Request.SHOW,
      Moment.SENT,
      "changed aggregate being shown",
      Maintenance.REDEFINE),

  SCHEMA_ASKED(Hop.REGISTRY, Request.SCHEMA, Moment.BEGUN, "schema not yet asked for"),
  SCHEMA_ANSWERED(Hop.REGISTRY, Request.SCHEMA, Moment.ANSWERED, "schema on its way");

  private final Hop hop;
  private final Request request;
  private final Moment moment;
  private final String title;
  private final @Nullable Maintenance maintenance;
  private final @Nullable Request after;

  Phase(Hop hop, Request request, Moment moment, String title) {
    this(hop, request, moment, title, null, null);
  }

  Phase(Hop hop, Request request, Moment moment, String title, Maintenance maintenance) {
    this(hop, request, moment, title, maintenance, null);
  }

  Phase(
      Hop hop,
      Request request,
      Moment moment,
      String title,
      @Nullable Maintenance maintenance,
      @Nullable Request after) {
    this.hop = hop;
    this.request = request;
    this.moment = moment;
    this.title = title;
    this.maintenance = maintenance;
    this.after = after;
  }

  Hop hop() {
    return hop;
  }

  String title() {
    return title;
  }

  /** What an operator has to ask for, or it does not come. */
  Optional<Maintenance> maintenance() {
    return Optional.ofNullable(maintenance);
  }

  /** What the same instance must have asked before, for it to be of this phase. */
  Optional<Request> after() {
    return Optional.ofNullable(after);
  }

  boolean is(Hop onHop, Request ofRequest, Moment atMoment) {
    return hop == onHop && request == ofRequest && moment == atMoment;
  }
}
