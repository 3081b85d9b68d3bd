package dev.prejoin.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sink's figures. */
final class SinkMeters {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;
  private static final int SAMPLES_PER_BATCH = 500;
  private static final char SNAPSHOT_READ = 'r';
  private static final char UPDATE = 'u';

  private final MeterRegistry registry;
  private final Map<String, Timer> freshness = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> stale = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> unfilled = new ConcurrentHashMap<>();
  private final Counter deadLetters;
  private final Counter replays;
  private final Counter folds;
  private final Map<String, AtomicLong> bases = new ConcurrentHashMap<>();

  SinkMeters(MeterRegistry registry) {
    this.registry = registry;
    this.deadLetters =
        Counter.builder("prejoin.dead.letters")
            .description("records that could not be decoded")
            .register(registry);
    this.replays =
        Counter.builder("prejoin.sink.replays")
            .description("ranges that were written again as corrections after a doubt")
            .register(registry);
    this.folds =
        Counter.builder("prejoin.sink.folds")
            .description("times that the bases of an aggregate were made one")
            .register(registry);
  }

  /** The rows of a shard's range are there; the times are the source's commits, in ms. */
  void landed(String table, List<Change> changes, long now) {
    rows(table, changes.size());
    corrected(table, changes);
    Timer timer =
        freshness.computeIfAbsent(
            table,
            name ->
                Timer.builder("prejoin.freshness")
                    .description("from the source's commit to the table")
                    .tag("table", name)
                    .publishPercentiles(MEDIAN, P99)
                    .distributionStatisticExpiry(WINDOW)
                    .register(registry));
    int step = Math.max(1, changes.size() / SAMPLES_PER_BATCH);
    for (int i = 0; i < changes.size(); i += step) {
      Change change = changes.get(i);
      // A snapshot's row was committed at some time before; only its reading has a time.
      // One that is restated has a time of its own, at which nothing was committed.
      if (change.origin().op() != SNAPSHOT_READ && !change.origin().isRestated()) {
        timer.record(Duration.ofMillis(Math.max(0, now - change.committedAt())));
      }
    }
  }

  /** Of rows that may have landed before: what has become of them. */
  private void corrected(String table, List<Change> changes) {
    int mended = 0;
    int removed = 0;
    int restated = 0;
    for (Change change : changes) {
      if (change.origin().isRestated()) {
        restated++;
      } else if (change.row() == null) {
        removed++;
      } else if (change.origin().op() == UPDATE) {
        mended++;
      }
    }
    corrected(table, "mended", mended);
    corrected(table, "removed", removed);
    corrected(table, "restated", restated);
  }

  private void corrected(String table, String kind, int rows) {
    if (rows > 0) {
      registry.counter("prejoin.sink.corrections", "table", table, "kind", kind).increment(rows);
    }
  }

  /** So many buckets of a table's aggregates were counted anew. */
  void rebuilt(String table, long buckets) {
    if (buckets > 0) {
      registry.counter("prejoin.sink.rebuilt.buckets", "table", table).increment((double) buckets);
    }
  }

  void rows(String table, int count) {
    if (count > 0) {
      registry.counter("prejoin.sink.rows", "table", table).increment(count);
    }
  }

  /** Rows that were older than what the table keeps all rows of. */
  void refused(String table, long rows) {
    if (rows > 0) {
      registry.counter("prejoin.sink.refused.rows", "table", table).increment((double) rows);
    }
  }

  void deadLetters(int count) {
    deadLetters.increment(count);
  }

  void replay() {
    replays.increment();
  }

  /** Bases of an aggregate were made one. */
  void folded() {
    folds.increment();
  }

  /** How many buckets of a table's aggregates wait to be counted anew. */
  void stale(String table, long buckets) {
    gauge(stale, "prejoin.sink.stale.buckets", table).set(buckets);
  }

  /** How many bases of a table's aggregates are in force one by one; readers look through them. */
  void bases(String table, long count) {
    gauge(bases, "prejoin.sink.bases", table).set(count);
  }

  private AtomicLong gauge(Map<String, AtomicLong> gauges, String meter, String table) {
    return gauges.computeIfAbsent(
        table,
        name -> {
          AtomicLong value = new AtomicLong();
          registry.gauge(meter, List.of(Tag.of("table", name)), value);
          return value;
        });
  }

  /** In how many shards of this process an aggregate is not yet counted from all rows. */
  void unfilled(String aggregate, int shards) {
    unfilled
        .computeIfAbsent(
            aggregate,
            name -> {
              AtomicLong value = new AtomicLong();
              registry.gauge(
                  "prejoin.sink.unfilled.shards", List.of(Tag.of("aggregate", name)), value);
              return value;
            })
        .set(shards);
  }
}
