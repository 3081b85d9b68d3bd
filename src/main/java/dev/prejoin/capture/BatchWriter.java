package dev.prejoin.capture;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what Debezium reads: each batch with its source offset in one transaction, the whole
 * initial snapshot in one.
 */
final class BatchWriter
    implements DebeziumEngine.ChangeConsumer<ChangeEvent<SourceRecord, SourceRecord>> {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  /** One table's topics: a table may be facts and a dimension too. */
  private record Route(List<TableTopic> topics, Change.Reader changes) {}

  private final Transactions transactions;
  private final Sweep sweep;
  private final String stateTopic;
  private final byte[] stateKey;
  private final Map<String, Route> routes = new HashMap<>();
  private final LsnGroups<ChangeEvent<SourceRecord, SourceRecord>> groups;
  private final CaptureMeters meters;
  private final CaptureListener listener;
  private final Map<String, Long> uncounted = new TreeMap<>();
  private CaptureState state;
  private boolean snapshotting;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean committed;

  /**
   * @param topics those of a table, by the topic that Debezium names: prefix, schema and table
   */
  BatchWriter(
      Transactions transactions,
      CaptureSettings settings,
      CaptureState state,
      Map<String, List<TableTopic>> topics,
      CaptureMeters meters,
      CaptureListener listener) {
    this.transactions = transactions;
    this.sweep = new Sweep(transactions);
    this.state = state;
    this.meters = meters;
    this.listener = listener;
    stateTopic = settings.offsetsTopic();
    stateKey = StateTopic.key(settings.name());
    groups = new LsnGroups<>(state.open());
    snapshotting = !state.snapshotCompleted();
    topics.forEach((name, all) -> routes.put(name, new Route(all, new Change.Reader())));
  }

  /** Why it could not write, or null. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Whether anything was committed, so that a failure after it is a new one. */
  boolean hasCommitted() {
    return committed;
  }

  @Override
  public void handleBatch(
      List<ChangeEvent<SourceRecord, SourceRecord>> events,
      DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
      throws InterruptedException {
    try {
      for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
        take(event);
      }
      if (!snapshotting) {
        commit();
        acknowledge(committer);
      }
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private void take(ChangeEvent<SourceRecord, SourceRecord> event) {
    SourceRecord record = event.value();
    if (!(record.value() instanceof Struct value)) {
      return;
    }
    Route route = routes.get(record.topic());
    if (route == null) {
      if (record.topic().equals(EngineProperties.NOTIFICATIONS)) {
        takeNotification(event, value);
      }
      return;
    }
    Map<String, ?> offset = record.sourceOffset();
    long lsn = number(offset.get("lsn"));
    if (offset.get("snapshot") != null) {
      write(route, record, value, lsn);
      if (Boolean.TRUE.equals(offset.get("snapshot_completed"))) {
        completeSnapshot(event);
      }
    } else if (groups.next(lsn, number(offset.get("txId")), event)) {
      write(route, record, value, lsn);
    }
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  private void takeNotification(ChangeEvent<SourceRecord, SourceRecord> event, Struct value) {
    boolean snapshotEnd =
        "Initial Snapshot".equals(value.get("aggregate_type"))
            && "COMPLETED".equals(value.get("type"));
    if (snapshotting && snapshotEnd) {
      completeSnapshot(event);
    }
  }

  private void write(Route route, SourceRecord record, Struct value, long lsn) {
    Change change = route.changes().read(value, lsn);
    for (TableTopic topic : route.topics()) {
      write(topic, record, change);
    }
  }

  private void write(TableTopic topic, SourceRecord record, Change change) {
    if (change.isTruncate()) {
      truncate(topic, change);
      return;
    }
    ProducerRecord<byte[], byte[]> written = topic.record((Struct) record.key(), change);
    transactions.send(written);
    uncounted.merge(written.topic(), 1L, Long::sum);
  }

  private void truncate(TableTopic topic, Change change) {
    CapturedTable table = topic.table();
    int written = sweep.everyRow(topic, change.committedAt());
    uncounted.merge(table.topic(), (long) written, Long::sum);
    meters.truncated(table.table());
    LOG.info("{} was truncated: topic {} ends its rows", table.table(), table.topic());
  }

  private void completeSnapshot(ChangeEvent<SourceRecord, SourceRecord> event) {
    groups.completeAt(event);
    snapshotting = false;
    listener.snapshotCompleted(uncounted.values().stream().mapToLong(Long::longValue).sum());
  }

  private void commit() {
    Map<String, Long> changes = new TreeMap<>(state.changes());
    uncounted.forEach((topic, count) -> changes.merge(topic, count, Long::sum));
    ChangeEvent<SourceRecord, SourceRecord> complete = groups.complete();
    CaptureState next =
        new CaptureState(
            complete == null
                ? state.offset()
                : CaptureState.offsetJson(complete.value().sourceOffset()),
            groups.open(),
            state.incarnation(),
            true,
            state.tables(),
            changes,
            state.owner());
    transactions.send(stateRecord(next));
    meters.commits().record(transactions::commit);
    state = next;
    committed = true;
    uncounted.forEach(meters::written);
    uncounted.clear();
  }

  /** Says at the start that this capture is now the one. */
  void claim() {
    transactions.send(stateRecord(state));
    transactions.commit();
  }

  private ProducerRecord<byte[], byte[]> stateRecord(CaptureState newState) {
    return new ProducerRecord<>(stateTopic, StateTopic.partition(), stateKey, newState.toBytes());
  }

  /** Lets PostgreSQL forget its log up to the last complete group. */
  private void acknowledge(
      DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
      throws InterruptedException {
    ChangeEvent<SourceRecord, SourceRecord> complete = groups.complete();
    if (complete != null) {
      committer.markProcessed(complete);
    }
    committer.markBatchFinished();
  }
}
