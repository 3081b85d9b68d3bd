package dev.prejoin.sink;

import dev.prejoin.runtime.Measure;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final char UPDATE = 'u';

  private static final Logger LOG = LoggerFactory.getLogger(SinkMeters.class);

  private final MeterRegistry registry;
  private final CorrectionListener listener;
  private boolean failureTold;
  private final Map<String, Timer> freshness = new ConcurrentHashMap<>();
  private final Map<String, Timer> arrivals = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();
  private final Set<String> lagging = new HashSet<>();
  private final Counter deadLetters;
  private final Counter replays;
  private final Counter folds;

  SinkMeters(MeterRegistry registry, CorrectionListener listener) {
    this.registry = registry;
    this.listener = listener;
    this.deadLetters = Measure.DEAD_LETTERS.counter(registry, "sink");
    this.replays = Measure.SINK_REPLAYS.counter(registry);
    this.folds = Measure.SINK_FOLDS.counter(registry);
  }

  /** The rows of a shard's range are there; the times are the source's commits, in ms. */
  void landed(String table, ShardRecords records, long now) {
    rows(table, records.rows());
    Timer timer =
        freshness.computeIfAbsent(table, name -> Measure.FRESHNESS.percentiles(registry, name));
    records.commits().sample(SAMPLES_PER_BATCH, commit -> late(timer, now - commit));
  }

  private static void late(Timer timer, long millis) {
    timer.record(Duration.ofMillis(Math.max(0, millis)));
  }

  /** Records were read; one of each partition tells how long after the source's commit. */
  void arrived(ConsumerRecords<byte[], byte[]> records, long now) {
    for (TopicPartition partition : records.partitions()) {
      ConsumerRecord<byte[], byte[]> record = records.records(partition).get(0);
      if (tellsOfItsCommit(record)) {
        late(
            arrivals.computeIfAbsent(
                record.topic(), topic -> Measure.SINK_ARRIVAL.percentiles(registry, topic)),
            now - record.timestamp());
      }
    }
  }

  private static boolean tellsOfItsCommit(ConsumerRecord<byte[], byte[]> record) {
    Header origin = record.headers().lastHeader(Origin.HEADER);
    try {
      return origin != null && CommitTimes.tells(Origin.parse(origin.value()));
    } catch (BadRowException e) {
      // It becomes a dead letter.
      return false;
    }
  }

  /** The rows of a shard's range are there; what they have changed of those that were. */
  void corrected(ShardRange range, long now) {
    String table = range.shard().landing().relation().name();
    Corrected corrected = range.records().corrected();
    if (corrected == null) {
      corrected(table, range.records().changes());
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
      Measure.SINK_CORRECTIONS.counter(registry, table, kind).increment((double) rows);
    }
  }

  /** A round has counted buckets of a table's aggregates anew. */
  void rebuilt(Rebuild round, long now) {
    String table = round.relation().name();
    if (round.buckets() > 0) {
      Measure.SINK_REBUILT_BUCKETS.counter(registry, table).increment((double) round.buckets());
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
      Measure.SINK_ROWS.counter(registry, table).increment(count);
    }
  }

  /** Rows that were older than what the table keeps all rows of. */
  void refused(String table, long rows) {
    if (rows > 0) {
      Measure.SINK_REFUSED_ROWS.counter(registry, table).increment((double) rows);
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
    String table = fold.relation().name();
    gauge(Measure.SINK_FOLD_COPIED, table, fold.aggregate()).set(copied);
    gauge(Measure.SINK_FOLD_PARTS, table, fold.aggregate()).set(parts);
  }

  /** How many buckets of a table's aggregates wait to be counted anew. */
  void stale(String table, long buckets) {
    gauge(Measure.SINK_STALE_BUCKETS, table).set(buckets);
  }

  /** How many bases of a table's aggregates are in force one by one; readers look through them. */
  void bases(String table, long count) {
    gauge(Measure.SINK_BASES, table).set(count);
  }

  /** In how many shards of this process an aggregate is not yet counted from all rows. */
  void unfilled(String aggregate, int shards) {
    gauge(Measure.SINK_UNFILLED_SHARDS, aggregate).set(shards);
  }

  /** How many committed records of each topic are not yet read; of those that it has lost, none. */
  void lag(Map<String, Long> byTopic) {
    lagging.addAll(byTopic.keySet());
    lagging.forEach(topic -> gauge(Measure.SINK_LAG, topic).set(byTopic.getOrDefault(topic, 0L)));
  }

  private AtomicLong gauge(Measure measure, String... values) {
    return gauges.computeIfAbsent(
        measure + String.join(" ", values), name -> measure.gauge(registry, values));
  }
}
