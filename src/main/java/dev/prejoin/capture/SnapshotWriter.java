package dev.prejoin.capture;

import dev.prejoin.capture.Overlap.Window;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Puts the chunks of snapshots into the stream of changes, and marks records so that no row that is
 * called new can have had an earlier version.
 */
final class SnapshotWriter {
  /** Ends the rows of a topic that have an older incarnation. */
  interface EndOfOlder {
    /** Returns how many records that took. */
    int end(TableTopic topic, long now);
  }

  private final Map<String, TableState> states = new LinkedHashMap<>();
  private final Map<String, BackfillState> backfills = new TreeMap<>();
  private final Map<String, TableTopic> topics = new HashMap<>();
  private final Map<String, StreamedKeys> streamed = new HashMap<>();
  private final Overlap overlap;
  private final EndOfOlder older;

  /** Of snapshots alone. */
  SnapshotWriter(
      Map<String, TableState> states,
      Collection<TableTopic> topics,
      Overlap overlap,
      EndOfOlder older) {
    this(states, Map.of(), topics, overlap, older);
  }

  SnapshotWriter(
      Map<String, TableState> states,
      Map<String, BackfillState> backfills,
      Collection<TableTopic> topics,
      Overlap overlap,
      EndOfOlder older) {
    this.states.putAll(states);
    this.backfills.putAll(backfills);
    this.overlap = overlap;
    this.older = older;
    for (TableTopic topic : topics) {
      String name = topic.table().topic();
      this.topics.put(name, topic);
      TableState state = Objects.requireNonNull(states.get(name));
      if (state.isUnfinished() && state.incarnation() == 1) {
        streamed.put(name, new StreamedKeys(state.streamed() == 0));
      }
    }
  }

  /** How far each topic's rows have come. */
  Map<String, TableState> states() {
    return states;
  }

  /** How far the ranges have come that are read again, by topic. */
  Map<String, BackfillState> backfills() {
    return backfills;
  }

  /** Whether chunks of the topic's table may be in work. */
  private boolean isRead(TableTopic topic) {
    BackfillState backfill = backfills.get(topic.table().topic());
    return state(topic).isUnfinished() || (backfill != null && backfill.isRead());
  }

  private TableState state(TableTopic topic) {
    return Objects.requireNonNull(states.get(topic.table().topic()));
  }

  /**
   * The change as it is to be written: while a table is taken anew, or a range of it, also an
   * insert may meet an earlier row, whose end was in a log that is lost.
   */
  Change asWritten(TableTopic topic, Change change) {
    BackfillState backfill = backfills.get(topic.table().topic());
    boolean mayBeThere = state(topic).isTakenAnew() || (backfill != null && backfill.isRead());
    return change.operation() == 'c' && mayBeThere ? change.asUpdate() : change;
  }

  /** A change has its place in the stream, whether it is written now or was before. */
  void changed(TableTopic topic, ProducerRecord<byte[], byte[]> record, long transaction) {
    TableState state = state(topic);
    byte[] key = record.key();
    if (!isRead(topic) || key == null) {
      return;
    }
    String name = topic.table().topic();
    overlap.changed(name, transaction, key);
    if (!state.isUnfinished()) {
      return;
    }
    states.put(name, state.withStreamed(1));
    StreamedKeys keys = streamed.get(name);
    if (keys != null) {
      keys.add(key);
    }
  }

  /** The table was emptied at this place of the stream. */
  void truncated(TableTopic topic, long transaction) {
    if (isRead(topic)) {
      overlap.truncated(topic.table().topic(), transaction);
    }
  }

  /**
   * Writes a chunk at its place, less the rows of which the stream has something newer. The last
   * one of a table that is taken anew ends the rows that did not come again.
   *
   * @param writing takes what is to be written
   * @return how many more records ended rows
   */
  int place(Window window, long now, Consumer<ProducerRecord<byte[], byte[]>> writing) {
    Chunk chunk = window.chunk();
    TableTopic topic = Objects.requireNonNull(topics.get(chunk.topic()));
    if (!chunk.backfill().isEmpty()) {
      placeAgain(window, chunk, writing);
      return 0;
    }
    StreamedKeys keys = streamed.get(chunk.topic());
    for (ProducerRecord<byte[], byte[]> row : chunk.rows()) {
      if (row.key() == null || window.isCurrent(row.key())) {
        boolean isNew = keys == null || !keys.mayContain(row.key());
        writing.accept(isNew ? row : topic.asUpdate(row));
      }
    }
    TableState after = state(topic).with(chunk);
    states.put(chunk.topic(), after);
    if (after.isUnfinished()) {
      return 0;
    }
    streamed.remove(chunk.topic());
    return after.incarnation() > 1 ? older.end(topic, now) : 0;
  }

  /** Rows of a range, each of which may be there already. */
  private void placeAgain(
      Window window, Chunk chunk, Consumer<ProducerRecord<byte[], byte[]>> writing) {
    long ended = 0;
    boolean aside = false;
    for (ProducerRecord<byte[], byte[]> row : chunk.rows()) {
      // The end behind a row that was put aside is that of its earlier version: it is there.
      boolean isEnd = row.value() == null && !aside;
      aside = !row.topic().equals(chunk.topic());
      if (row.key() == null || window.isCurrent(row.key())) {
        writing.accept(row);
        ended += isEnd ? 1 : 0;
      }
    }
    long gone = ended;
    backfills.computeIfPresent(
        chunk.topic(),
        (topic, known) -> known.id().equals(chunk.backfill()) ? known.with(chunk, gone) : known);
  }
}
