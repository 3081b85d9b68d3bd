package dev.prejoin.sink;

import dev.prejoin.runtime.FreshnessTimer;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink's figures. */
final class SinkMeters {
  private static final int SAMPLES_PER_BATCH = 500;
  private static final char SNAPSHOT_READ = 'r';
  private static final char UPDATE = 'u';

  private static final Logger LOG = LoggerFactory.getLogger(SinkMeters.class);

  private final MeterRegistry registry;
  private final CorrectionListener listener;
  private boolean failureTold;
  private final Map<String, Timer> freshness = new ConcurrentHashMap<>();
  private final Map<String, Timer> arrivals = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> stale = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> unfilled = new ConcurrentHashMap<>();
  private final Counter deadLetters;
  private final Counter replays;
  private final Counter folds;
  private final Map<String, AtomicLong> bases = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> folding = new ConcurrentHashMap<>();

  SinkMeters(MeterRegistry registry, CorrectionListener listener) {
    this.registry = registry;
    this.listener = listener;
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
    Timer timer =
        freshness.computeIfAbsent(
            table,
            name ->
                FreshnessTimer.of(
                    registry,
                    "prejoin.freshness",
                    "from the source's commit to the table",
                    "table",
                    name));
    int step = Math.max(1, changes.size() / SAMPLES_PER_BATCH);
    for (int i = 0; i < changes.size(); i += step) {
      Change change = changes.get(i);
      if (tellsOfItsCommit(change.origin())) {
        timer.record(Duration.ofMillis(Math.max(0, now - change.committedAt())));
      }
    }
  }

  /** Records were read; one of each partition tells how long after the source's commit. */
  void arrived(ConsumerRecords<byte[], byte[]> records, long now) {
    for (TopicPartition partition : records.partitions()) {
      ConsumerRecord<byte[], byte[]> record = records.records(partition).get(0);
      if (tellsOfItsCommit(record)) {
        arrivals
            .computeIfAbsent(
                record.topic(),
                topic ->
                    FreshnessTimer.of(
                        registry,
                        "prejoin.sink.arrival",
                        "from the source's commit to the sink's read of the topic",
                        "topic",
                        topic))
            .record(Duration.ofMillis(Math.max(0, now - record.timestamp())));
      }
    }
  }

  private static boolean tellsOfItsCommit(ConsumerRecord<byte[], byte[]> record) {
    Header origin = record.headers().lastHeader(Origin.HEADER);
    try {
      return origin != null && tellsOfItsCommit(Origin.parse(origin.value()));
    } catch (BadRowException e) {
      // It becomes a dead letter.
      return false;
    }
  }

  /**
   * A snapshot's row was committed at some time before; only its reading has a time. One that is
   * restated has a time of its own, at which nothing was committed.
   */
  private static boolean tellsOfItsCommit(Origin origin) {
    return origin.op() != SNAPSHOT_READ && !origin.isRestated();
  }

  /** The rows of a shard's range are there; what they have changed of those that were. */
  void corrected(ShardRange range, long now) {
    String table = range.shard().landing().relation().name();
    Corrected corrected = range.records().corrected;
    if (corrected == null) {
      corrected(table, range.records().changes);
      return;
    }
    corrected(table, "mended", corrected.updated());
    corrected(table, "removed", corrected.removed());
    corrected(table, "restated", corrected.restated());
    if (!corrected.rows().isEmpty()) {
      boolean counted = range.shard().hasCounted(corrected.segment());
      tell(() -> listener.landed(corrected, counted, now));
    }
  }

  /** Who only listens may not stop what lands. */
  private void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      if (!failureTold) {
        LOG.warn("corrections are not listed", e);
        failureTold = true;
      }
    }
  }

  /** Another process may own the shard now. */
  void lost(Shard shard) {
    tell(() -> listener.lost(shard.landing().relation().name(), shard.partition().partition()));
  }

  /** Of a table in which nothing is looked up: what changes say of themselves. */
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

  private void corrected(String table, String kind, long rows) {
    if (rows > 0) {
      registry
          .counter("prejoin.sink.corrections", "table", table, "kind", kind)
          .increment((double) rows);
    }
  }

  /** A round has counted buckets of a table's aggregates anew. */
  void rebuilt(Rebuild round, long now) {
    String table = round.relation().name();
    if (round.buckets() > 0) {
      registry
          .counter("prejoin.sink.rebuilt.buckets", "table", table)
          .increment((double) round.buckets());
    }
    round
        .segments()
        .forEach(
            (shard, segment) -> {
              if (!shard.touchedSince(segment)) {
                tell(() -> listener.counted(table, shard.partition().partition(), segment, now));
              }
            });
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

  /** How much of an aggregate's fold is copied; 0 of 0 if none is under way. */
  void folding(BaseFold fold, int copied, int parts) {
    List<Tag> tags =
        List.of(Tag.of("table", fold.relation().name()), Tag.of("aggregate", fold.aggregate()));
    gauge(folding, "prejoin.sink.fold.copied", tags).set(copied);
    gauge(folding, "prejoin.sink.fold.parts", tags).set(parts);
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
    return gauge(gauges, meter, List.of(Tag.of("table", table)));
  }

  private AtomicLong gauge(Map<String, AtomicLong> gauges, String meter, List<Tag> tags) {
    return gauges.computeIfAbsent(
        meter + tags,
        name -> {
          AtomicLong value = new AtomicLong();
          registry.gauge(meter, tags, value);
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
