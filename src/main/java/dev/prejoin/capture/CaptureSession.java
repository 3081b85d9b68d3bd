package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.RowCodecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to capture: everything is opened anew and read anew, so that after any failure
 * nothing rests on what an earlier attempt had in memory.
 */
final class CaptureSession {
  private static final int DEFAULT_MAX_REQUEST = 1_048_576;

  /** What a record has beside key and value: headers, lengths. */
  private static final int RECORD_OVERHEAD = 4096;

  private final CaptureSettings settings;
  private final RowCodecs codecs;
  private final CaptureMeters meters;
  private final CaptureListener listener;
  private final CaptureOwner owner;
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile @Nullable EngineRun engine;
  private volatile @Nullable BatchWriter writer;

  CaptureSession(
      CaptureSettings settings,
      RowCodecs codecs,
      CaptureMeters meters,
      CaptureOwner owner,
      CaptureListener listener) {
    this.settings = settings;
    this.codecs = codecs;
    this.meters = meters;
    this.owner = owner;
    this.listener = listener;
  }

  /**
   * Captures until it is told to end.
   *
   * @throws AwayException if a server does not answer
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
      // Only now is what an earlier capture had in work either committed or gone.
      CaptureState state = begin(states.latest(settings.name()));
      BatchWriter batches =
          new BatchWriter(
              transactions, settings, state, topics(state, partitions), meters, listener);
      writer = batches;
      batches.claim();
      owner.claimed();
      if (!state.snapshotCompleted()) {
        ReplicationSlot.drop(settings);
      }
      listener.starting(state.snapshotCompleted());
      capture(tables, state, batches);
    }
  }

  private CaptureState begin(Optional<CaptureState> stored) {
    if (stored.isEmpty()) {
      ReplicationSlot.refuseForeign(settings);
      return CaptureState.first(settings.tableList(), owner.id());
    }
    CaptureState state = stored.get();
    if (!state.tables().equals(settings.tableList())) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          ("capture %s began with the tables %s, and is now to capture %s: restore the list (run"
                  + " the same pipelines), or begin anew under another capture name and slot, with empty"
                  + " topics")
              .formatted(
                  settings.name(),
                  String.join(", ", state.tables()),
                  String.join(", ", settings.tableList())));
    }
    if (state.snapshotCompleted()) {
      ReplicationSlot.require(settings);
    }
    return state.withOwner(owner.id());
  }

  private Map<String, List<TableTopic>> topics(
      CaptureState state, Map<String, Integer> partitions) {
    int maxRequest =
        Integer.parseInt(
            settings.kafka().getOrDefault("max.request.size", "" + DEFAULT_MAX_REQUEST));
    Map<String, List<TableTopic>> topics = new HashMap<>();
    for (CapturedTable table : settings.tables()) {
      topics
          .computeIfAbsent(settings.name() + "." + table.table(), name -> new ArrayList<>())
          .add(
              new TableTopic(
                  table,
                  codecs,
                  Objects.requireNonNull(partitions.get(table.topic())),
                  state.incarnation(),
                  maxRequest - RECORD_OVERHEAD));
    }
    return topics;
  }

  private void capture(List<SourceTable> tables, CaptureState state, BatchWriter batches) {
    EngineRun run =
        new EngineRun(EngineProperties.of(settings, tables, state.offset()), batches, listener);
    engine = run;
    if (ending.get()) {
      return;
    }
    String failure = run.run();
    if (batches.failure() != null) {
      throw batches.failure();
    }
    if (failure != null) {
      throw new AwayException(settings.source() + ": " + failure);
    }
  }

  /** Whether it came so far as to commit something. */
  boolean hasCommitted() {
    BatchWriter batches = writer;
    return batches != null && batches.hasCommitted();
  }

  /** Ends it; can be called until it has ended. */
  void end() {
    ending.set(true);
    EngineRun run = engine;
    if (run != null) {
      run.end();
    }
  }
}
