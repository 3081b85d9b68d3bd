package dev.prejoin.capture;

import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.RowCodecs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to capture: everything is opened anew and read anew, so that after any failure
 * nothing rests on what an earlier attempt had in memory.
 */
final class CaptureSession {
  private static final long END_AGAIN_MILLIS = 100;

  private final CaptureSettings settings;
  private final RowCodecs codecs;
  private final CaptureMeters meters;
  private final CaptureListener listener;
  private final CaptureOwner owner;
  private final InstantSource clock;
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile @Nullable EngineRun engine;
  private volatile @Nullable BatchWriter writer;
  private volatile @Nullable SlotCreation creation;

  CaptureSession(
      CaptureSettings settings,
      RowCodecs codecs,
      CaptureMeters meters,
      CaptureOwner owner,
      InstantSource clock,
      CaptureListener listener) {
    this.settings = settings;
    this.codecs = codecs;
    this.meters = meters;
    this.owner = owner;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Captures until it is told to end, or until a snapshot is asked for.
   *
   * @throws AwayException if a server does not answer
   * @throws LogGoneException if the log that was not read yet is gone
   * @throws ProblemException if something must be mended first
   * @throws org.apache.kafka.common.KafkaException if Kafka fails
   */
  void run() {
    List<SourceTable> tables = SourceCheck.require(settings);
    Map<String, Integer> partitions = TopicPartitions.of(settings);
    StateTopic states = new StateTopic(settings.kafka(), settings.offsetsTopic());
    owner.refuseIfReplaced(states.committed(settings.name()));
    try (Transactions transactions = new Transactions(settings)) {
      transactions.takeOver();
      CaptureState state = begin(transactions, states);
      capture(tables, partitions, state, transactions, states);
    }
  }

  /** From here on this capture is the one, and PostgreSQL keeps its log for it. */
  private CaptureState begin(Transactions transactions, StateTopic states) {
    StateRecords records = new StateRecords(settings);
    // Only now is what an earlier capture had in work either committed or gone.
    Optional<CaptureState> stored = states.latest(settings.name());
    // What another has committed may have been hidden, for a moment, when it was asked before.
    owner.refuseIfReplaced(stored);
    if (stored.isEmpty()) {
      ReplicationSlot.refuseForeign(settings);
    }
    CaptureState before = stored.orElseGet(() -> CaptureState.first(owner.id()));
    Requests requests = states.requests(settings.name(), before.requestsFrom());
    Map<String, TableState> tables =
        Agenda.next(before.tables(), settings.tables(), requests.found());
    Map<String, BackfillState> backfills =
        BackfillAgenda.next(
            before.backfills(),
            settings.tables(),
            requests.backfills(),
            topic -> TopicPartitions.ends(settings, topic));
    CaptureState state =
        before.ownedBy(owner.id()).withTables(tables, requests.next()).withBackfills(backfills);
    if (state.offset() != null) {
      Optional<String> gone = LogGone.reason(settings, state.logPosition());
      if (gone.isPresent()) {
        if (!Agenda.isAllAnew(before.tables(), tables, settings.tables())) {
          throw new LogGoneException(LogGone.message(settings, gone.get()));
        }
        state = state.withoutLog();
      }
    }
    requests.keys().forEach(key -> transactions.send(records.taken(key)));
    transactions.send(records.of(state));
    transactions.commit();
    owner.claimed();
    Publication.ensure(settings);
    if (state.offset() != null) {
      ReplicationSlot.free(settings);
      return state;
    }
    CaptureState begun = state.withLogFrom(createSlot());
    transactions.send(records.of(begun));
    transactions.commit();
    return begun;
  }

  private long createSlot() {
    try (SlotCreation creating = new SlotCreation(settings, listener)) {
      creation = creating;
      if (ending.get()) {
        throw new AwayException(settings.source() + " is not asked for a slot any more");
      }
      return creating.run();
    } finally {
      creation = null;
    }
  }

  private void capture(
      List<SourceTable> tables,
      Map<String, Integer> partitions,
      CaptureState state,
      Transactions transactions,
      StateTopic states) {
    Overlap overlap = new Overlap();
    RequestWatch watch = new RequestWatch(states, settings.name(), state.requestsFrom());
    Map<String, List<TableTopic>> topics = new HashMap<>();
    for (TableTopic topic : topics(state, partitions)) {
      topics
          .computeIfAbsent(settings.name() + "." + topic.table().table(), name -> new ArrayList<>())
          .add(topic);
    }
    BatchWriter batches =
        new BatchWriter(
            transactions,
            settings,
            state,
            topics,
            overlap,
            clock,
            meters,
            listener,
            watch::position);
    writer = batches;
    Properties properties = EngineProperties.of(settings, tables, state.offset());
    Map<String, SourceTable> shapes = new HashMap<>();
    for (int i = 0; i < tables.size(); i++) {
      shapes.put(settings.tables().get(i).topic(), tables.get(i));
    }
    SnapshotRun snapshots =
        new SnapshotRun(
            settings,
            properties,
            shapes,
            // Of its own: a reader of rows remembers their schema, in one thread.
            topics(state, partitions).stream().filter(topic -> isDue(state, topic)).toList(),
            state.tables(),
            state.backfills(),
            overlap,
            clock);
    batches.whenPlaced(snapshots::placed);
    listener.starting(state.tables());
    engine = new EngineRun(properties, batches, listener);
    capture(batches, snapshots, watch);
  }

  private static boolean isDue(CaptureState state, TableTopic topic) {
    BackfillState backfill = state.backfills().get(topic.table().topic());
    return Objects.requireNonNull(state.tables().get(topic.table().topic())).isUnfinished()
        || (backfill != null && backfill.isRead());
  }

  private void capture(BatchWriter batches, SnapshotRun snapshots, RequestWatch watch) {
    EngineRun run = Objects.requireNonNull(engine);
    if (ending.get()) {
      return;
    }
    AtomicBoolean over = new AtomicBoolean();
    Runnable end = () -> endUntil(run, over);
    String failure;
    Beside reading =
        new Beside("capture-" + settings.name() + "-snapshot", snapshots::readAll, end);
    Beside watching = new Beside("capture-" + settings.name() + "-requests", watch::found, end);
    Heartbeat heartbeat = new Heartbeat(settings);
    Beside beating = new Beside("capture-" + settings.name() + "-heartbeat", heartbeat::run, end);
    try {
      failure = run.run();
    } finally {
      over.set(true);
      snapshots.close();
      watch.close();
      heartbeat.close();
      reading.close();
      watching.close();
      beating.close();
    }
    throwFirst(batches.failure(), reading.failure(), watching.failure(), beating.failure());
    if (failure != null) {
      throw new AwayException(settings.source() + ": " + failure);
    }
  }

  private static void throwFirst(@Nullable RuntimeException... failures) {
    for (RuntimeException failure : failures) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** An engine that is starting cannot be ended, so it is told again. */
  private static void endUntil(EngineRun run, AtomicBoolean over) {
    while (!over.get()) {
      run.end();
      try {
        Thread.sleep(END_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private List<TableTopic> topics(CaptureState state, Map<String, Integer> partitions) {
    RecordLimit limit = RecordLimit.of(settings.kafka());
    return settings.tables().stream()
        .map(
            table ->
                new TableTopic(
                    table,
                    codecs,
                    Objects.requireNonNull(partitions.get(table.topic())),
                    Objects.requireNonNull(state.tables().get(table.topic())).incarnation(),
                    limit))
        .toList();
  }

  /** Whether it came so far as to commit something. */
  boolean hasCommitted() {
    BatchWriter batches = writer;
    return batches != null && batches.hasCommitted();
  }

  /** Ends it; can be called until it has ended. */
  void end() {
    ending.set(true);
    SlotCreation creating = creation;
    if (creating != null) {
      creating.close();
    }
    EngineRun run = engine;
    if (run != null) {
      run.end();
    }
  }
}
