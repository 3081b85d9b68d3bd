package dev.prejoin.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * Everything that prejoin measures of itself: names and units in one place, as Prometheus takes a
 * name only with the same tags everywhere. What counts since the start has a total; the others say
 * how it is now.
 */
public enum Measure {
  CAPTURE_COMMIT(
      "prejoin.capture.commit", Kind.TIMER, "Committing one batch of changes to Kafka", "capture"),
  CAPTURE_FRESHNESS(
      "prejoin.capture.freshness",
      Kind.TIMER,
      "From the source's commit to that in Kafka, of the last 30 s",
      "capture"),
  CAPTURE_RECORDS(
      "prejoin.capture.records", Kind.COUNTER, "Records committed to a topic", "capture,topic"),
  CAPTURE_TRUNCATES(
      "prejoin.capture.truncates",
      Kind.COUNTER,
      "TRUNCATEs seen, once for each topic of the table",
      "capture,table"),
  DEAD_LETTERS(
      "prejoin.dead.letters",
      Kind.COUNTER,
      "Records that could not be read, of the role that met them",
      "role"),
  FRESHNESS(
      "prejoin.freshness",
      Kind.TIMER,
      "From the source's commit to the table, of the last 30 s",
      "table"),
  RESTATE_ROWS(
      "prejoin.restate.rows",
      Kind.COUNTER,
      "Rows sent through the views again, as a dimension changed",
      "dimension"),
  RESTATE_WAITING_KEYS(
      "prejoin.restate.waiting.keys",
      Kind.GAUGE,
      "Changed keys of a dimension, of which not all rows tell yet",
      "dimension"),
  RESTATE_VIEWS_ROWS(
      "prejoin.restate.views.rows",
      Kind.COUNTER,
      "Rows of a source sent again, as definitions of views changed",
      "source"),
  RESTATE_VIEWS_WAITING_ROWS(
      "prejoin.restate.views.waiting.rows",
      Kind.GAUGE,
      "Rows of a source still to be sent again for the sake of views",
      "source"),
  SINK_ARRIVAL(
      "prejoin.sink.arrival",
      Kind.TIMER,
      "From the source's commit to the sink's read of the topic, of the last 30 s",
      "topic"),
  SINK_BASES(
      "prejoin.sink.bases",
      Kind.GAUGE,
      "Bases of a table's aggregates that readers look through",
      "table"),
  SINK_CORRECTIONS(
      "prejoin.sink.corrections", Kind.COUNTER, "Rows mended, removed or restated", "table,kind"),
  SINK_FOLD_COPIED(
      "prejoin.sink.fold.copied",
      Kind.GAUGE,
      "Parts of an aggregate's fold that are copied; 0 if none is under way",
      "table,aggregate"),
  SINK_FOLD_PARTS(
      "prejoin.sink.fold.parts",
      Kind.GAUGE,
      "Parts that an aggregate's fold has; 0 if none is under way",
      "table,aggregate"),
  SINK_FOLDS(
      "prejoin.sink.folds", Kind.COUNTER, "Times that the bases of an aggregate were made one", ""),
  SINK_LAG(
      "prejoin.sink.lag",
      Kind.GAUGE,
      "Records of a topic that are committed and not yet read to be landed",
      "topic"),
  SINK_REBUILT_BUCKETS(
      "prejoin.sink.rebuilt.buckets",
      Kind.COUNTER,
      "Buckets of a table's aggregates that were counted anew",
      "table"),
  SINK_REFUSED_ROWS(
      "prejoin.sink.refused.rows",
      Kind.COUNTER,
      "Rows older than what the table keeps all rows of",
      "table"),
  SINK_REPLAYS(
      "prejoin.sink.replays",
      Kind.COUNTER,
      "Ranges that were written again as corrections after a doubt",
      ""),
  SINK_ROWS("prejoin.sink.rows", Kind.COUNTER, "Rows landed", "table"),
  SINK_STALE_BUCKETS(
      "prejoin.sink.stale.buckets",
      Kind.GAUGE,
      "Buckets of a table's aggregates that wait to be counted anew",
      "table"),
  SINK_UNFILLED_SHARDS(
      "prejoin.sink.unfilled.shards",
      Kind.GAUGE,
      "Shards of this process in which an aggregate is not yet counted from all rows",
      "aggregate"),
  COMPONENT_RUNNING(
      "prejoin.component.running",
      Kind.GAUGE,
      "1 while a part of this process runs; 0 while it waits, or after it failed or stopped",
      "component");

  /** What a measure is to a registry. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  /** The percentile that is the median. */
  public static final double MEDIAN = 0.5;

  private static final double P99 = 0.99;
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private final String meter;
  private final Kind kind;
  private final String description;

  /** Their names, with commas between: an enum holds no list. */
  private final String tags;

  Measure(String meter, Kind kind, String description, String tags) {
    this.meter = meter;
    this.kind = kind;
    this.description = description;
    this.tags = tags;
  }

  /** Its name in a registry. */
  public String meter() {
    return meter;
  }

  public Kind kind() {
    return kind;
  }

  public String description() {
    return description;
  }

  /** The names of its tags. */
  public List<String> tags() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(",", -1));
  }

  /** The counter with these values of the tags, in their order. */
  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(meter).description(description).tags(tagged(values)).register(registry);
  }

  /** A gauge that is set; the registry holds no more of it than a weak reference. */
  public AtomicLong gauge(MeterRegistry registry, String... values) {
    AtomicLong value = new AtomicLong();
    gauge(registry, value, AtomicLong::doubleValue, values);
    return value;
  }

  /** A gauge that is asked. */
  public <T> void gauge(
      MeterRegistry registry, T subject, ToDoubleFunction<T> value, String... values) {
    Gauge.builder(meter, subject, value)
        .description(description)
        .tags(tagged(values))
        .register(registry);
  }

  public Timer timer(MeterRegistry registry, String... values) {
    return timer(values).register(registry);
  }

  /** A timer that tells the median and the 99th percentile of the last 30 s. */
  public Timer percentiles(MeterRegistry registry, String... values) {
    return timer(values)
        .publishPercentiles(MEDIAN, P99)
        .distributionStatisticExpiry(WINDOW)
        .register(registry);
  }

  private Timer.Builder timer(String... values) {
    return Timer.builder(meter).description(description).tags(tagged(values));
  }

  private Tags tagged(String... values) {
    List<String> names = tags();
    if (values.length != names.size()) {
      throw new IllegalArgumentException(meter + " has the tags " + names);
    }
    Tags all = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      all = all.and(Tag.of(names.get(i), values[i]));
    }
    return all;
  }
}
