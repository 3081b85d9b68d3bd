package dev.prejoin.capture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How far a capture has come, as it is committed in Kafka.
 *
 * @param tables how far the rows of each topic have come
 * @param changes the records written per topic since the beginning; exact
 * @param backfills how far ranges have come that are read again, by topic
 */
public record CaptureProgress(
    Map<String, Table> tables, Map<String, Long> changes, Map<String, Backfill> backfills) {
  /** One without ranges. */
  public CaptureProgress(Map<String, Table> tables, Map<String, Long> changes) {
    this(tables, changes, Map.of());
  }

  /**
   * How far a range has come.
   *
   * @param id of the request
   * @param taken whether the capture has taken it up
   * @param begun where each partition of the topic ended when it began
   * @param rows how many rows were read
   * @param gone how many of the listed ones were not there
   * @param failure why it cannot be read; else empty
   */
  public record Backfill(
      String id,
      String table,
      boolean taken,
      BackfillRange range,
      Map<Integer, Long> begun,
      long rows,
      long gone,
      boolean done,
      boolean paused,
      String failure) {
    public Backfill {
      begun = Map.copyOf(begun);
    }

    /** Whether it is under way, or paused. */
    public boolean isOpen() {
      return !done && failure.isEmpty();
    }
  }

  /**
   * How far one topic's rows have come.
   *
   * @param table schema and name in PostgreSQL
   * @param complete whether the topic holds the whole snapshot
   * @param incarnation how often the table was snapshotted from the start, from 1
   * @param rows how many rows the snapshot has read
   * @param expected how many there are, as PostgreSQL estimates; -1 if it does not know
   * @param asked whether it was asked for anew, and no capture has taken that up yet
   */
  public record Table(
      String table, boolean complete, int incarnation, long rows, long expected, boolean asked) {
    /** One that nobody asks for. */
    public Table(String table, boolean complete, int incarnation, long rows, long expected) {
      this(table, complete, incarnation, rows, expected, false);
    }
  }

  public CaptureProgress {
    tables = Map.copyOf(tables);
    changes = Map.copyOf(changes);
    backfills = Map.copyOf(backfills);
  }

  /** Whether each topic holds the whole snapshot of its table. */
  public boolean snapshotCompleted() {
    return !tables.isEmpty() && tables.values().stream().allMatch(Table::complete);
  }

  /** Whether a topic holds the whole snapshot of its table. */
  public boolean isComplete(String topic) {
    Table table = tables.get(topic);
    return table != null && table.complete();
  }

  /**
   * Reads it.
   *
   * @param kafka properties of a Kafka client
   * @return empty if the capture has never started or the topic does not exist
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static Optional<CaptureProgress> read(
      Map<String, String> kafka, String topic, String captureName) {
    try {
      return new StateTopic(kafka, topic)
          .committed(captureName)
          .map(state -> of(state, state.backfills(), List.of()));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads it, with what is asked for and not taken up yet: ranges are as they will be when it is,
   * and tables say that they are asked for.
   *
   * @return empty if the capture has never started or the topic does not exist
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static Optional<CaptureProgress> readAhead(CaptureSettings settings) {
    StateTopic topic = new StateTopic(settings.kafka(), settings.offsetsTopic());
    try {
      return topic
          .committed(settings.name())
          .map(
              state -> {
                Requests asked = topic.asked(settings.name(), state.requestsFrom());
                return of(
                    state,
                    BackfillAgenda.next(
                        state.backfills(), settings.tables(), asked.backfills(), ends -> Map.of()),
                    asked.found());
              });
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  static CaptureProgress of(
      CaptureState state, Map<String, BackfillState> ranges, List<SnapshotRequest> asked) {
    Map<String, Table> tables = new TreeMap<>();
    state
        .tables()
        .forEach(
            (topic, table) -> {
              if (table.phase() != TableState.Phase.REMOVED) {
                tables.put(
                    topic,
                    new Table(
                        table.table(),
                        !table.isUnfinished(),
                        table.incarnation(),
                        table.rows(),
                        table.expected(),
                        asked.stream().anyMatch(request -> request.concerns(table.table()))));
              }
            });
    Map<String, Backfill> backfills = new TreeMap<>();
    ranges.forEach(
        (topic, of) -> {
          TableState table = state.tables().get(topic);
          BackfillState committed = state.backfills().get(topic);
          if (table != null) {
            backfills.put(
                topic,
                new Backfill(
                    of.id(),
                    table.table(),
                    committed != null && committed.id().equals(of.id()),
                    of.range(),
                    of.begun(),
                    of.rows(),
                    of.gone(),
                    of.phase() == BackfillState.Phase.DONE,
                    of.phase() == BackfillState.Phase.PAUSED,
                    of.failure()));
          }
        });
    return new CaptureProgress(tables, state.changes(), backfills);
  }
}
