package dev.prejoin.capture;

import dev.prejoin.capture.Overlap.Window;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what Debezium reads, and the chunks of snapshots at their places in it: each batch with
 * its source offset and the state of the snapshots in one transaction.
 */
final class BatchWriter
    implements DebeziumEngine.ChangeConsumer<ChangeEvent<SourceRecord, SourceRecord>> {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  private static final int MOST_SAMPLES = 500;

  /** One table's topics: a table may be facts and a dimension too. */
  private record Route(List<TableTopic> topics, Change.Reader changes) {}

  private final Transactions transactions;
  private final Sweep sweep;
  private final SnapshotWriter snapshots;
  private final Overlap overlap;
  private final InstantSource clock;
  private final String messages;
  private final StateRecords stateRecords;
  private final Map<String, Route> routes = new HashMap<>();
  private final LsnGroups<ChangeEvent<SourceRecord, SourceRecord>> groups;
  private final CaptureMeters meters;
  private final CaptureListener listener;
  private final LongSupplier requestsFrom;
  private final Map<String, Long> uncounted = new TreeMap<>();

  /** When the source committed some of what is not committed yet, in ms. */
  private final List<Long> samples = new ArrayList<>();

  private Runnable placed = () -> {};
  private CaptureState state;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean committed;

  /**
   * @param topics those of a table, by the topic that Debezium names: prefix, schema and table
   * @param requestsFrom up to where requests were looked for
   */
  BatchWriter(
      Transactions transactions,
      CaptureSettings settings,
      CaptureState state,
      Map<String, List<TableTopic>> topics,
      Overlap overlap,
      InstantSource clock,
      CaptureMeters meters,
      CaptureListener listener,
      LongSupplier requestsFrom) {
    this.transactions = transactions;
    this.sweep = new Sweep(transactions);
    this.state = state;
    this.overlap = overlap;
    this.clock = clock;
    this.meters = meters;
    this.listener = listener;
    this.requestsFrom = requestsFrom;
    messages = EngineProperties.messageTopic(settings);
    stateRecords = new StateRecords(settings);
    groups = new LsnGroups<>(state.reached(), state.open());
    snapshots =
        new SnapshotWriter(
            state.tables(),
            state.backfills(),
            topics.values().stream().flatMap(List::stream).toList(),
            overlap,
            sweep::olderRows);
    topics.forEach((name, all) -> routes.put(name, new Route(all, new Change.Reader())));
  }

  /** What to do when a chunk is written and committed. */
  void whenPlaced(Runnable then) {
    placed = then;
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
      int chunks = 0;
      for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
        chunks += take(event);
      }
      commit();
      for (int i = 0; i < chunks; i++) {
        placed.run();
      }
      acknowledge(committer);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Returns how many chunks had their place here. */
  private int take(ChangeEvent<SourceRecord, SourceRecord> event) {
    SourceRecord record = event.value();
    if (!(record.value() instanceof Struct value)) {
      return 0;
    }
    Route route = routes.get(record.topic());
    boolean message = record.topic().equals(messages);
    if (route == null && !message) {
      return 0;
    }
    Map<String, ?> offset = record.sourceOffset();
    long lsn = number(offset.get("lsn"));
    long transaction = number(offset.get("txId"));
    boolean first = groups.next(lsn, transaction, number(offset.get("lsn_commit")), event);
    if (route != null) {
      write(route, record, value, lsn, transaction, first);
      return 0;
    }
    Optional<Window> window = overlap.close(text(value));
    window.ifPresent(this::place);
    return window.isPresent() ? 1 : 0;
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  private static String text(Struct message) {
    ByteBuffer content = (ByteBuffer) message.getStruct("message").get("content");
    return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
  }

  private void place(Window window) {
    int ended = snapshots.place(window, clock.millis(), this::send);
    uncounted.merge(window.chunk().topic(), (long) ended, Long::sum);
  }

  private void write(
      Route route, SourceRecord record, Struct value, long lsn, long transaction, boolean first) {
    Change change = route.changes().read(value, lsn);
    for (TableTopic topic : route.topics()) {
      if (change.isTruncate()) {
        snapshots.truncated(topic, transaction);
        if (first) {
          truncate(topic, change);
        }
        continue;
      }
      Struct key = (Struct) record.key();
      Change asWritten = snapshots.asWritten(topic, change);
      ProducerRecord<byte[], byte[]> written = topic.record(key, asWritten);
      snapshots.changed(topic, written, transaction);
      if (first) {
        send(written);
        sample(change);
        topic.endOfEarlier(key, asWritten, written).ifPresent(this::send);
      }
    }
  }

  private void sample(Change change) {
    if (samples.size() < MOST_SAMPLES) {
      samples.add(change.committedAt());
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    transactions.send(record);
    uncounted.merge(record.topic(), 1L, Long::sum);
  }

  private void truncate(TableTopic topic, Change change) {
    CapturedTable table = topic.table();
    int written = sweep.everyRow(topic, change.committedAt());
    uncounted.merge(table.topic(), (long) written, Long::sum);
    meters.truncated(table.table());
    LOG.info("{} was truncated: topic {} ends its rows", table.table(), table.topic());
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
            snapshots.states(),
            changes,
            state.owner(),
            requestsFrom.getAsLong(),
            snapshots.backfills());
    transactions.send(stateRecords.of(next));
    meters.commits().record(transactions::commit);
    state = next;
    committed = true;
    uncounted.forEach(meters::written);
    uncounted.clear();
    long now = clock.millis();
    samples.forEach(at -> meters.committed(at, now));
    samples.clear();
    listener.committed(next.tables());
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
