package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.Overlap.Window;
import dev.prejoin.capture.TableState.Phase;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.RecordLimit;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots beside the stream, with a model of PostgreSQL: transactions lock rows, commit in any
 * order, and stand in the log before others see them. What a topic has of a row must be what the
 * row was, one value after the other, whatever is killed.
 */
class SnapshotSimulationTest {
  private static final String TOPIC = "l1_power_raw";
  private static final TableTopic TABLE =
      new TableTopic(
          new CapturedTable(
              AvroSchemas.read(Path.of("schemas/avro")).find(TOPIC).orElseThrow(),
              false,
              "public.power_readings"),
          CaptureProcess.jsonCodecs(),
          1,
          1,
          new RecordLimit(1000));
  private static final int KEYS = 12;
  private static final int STEPS = 400;

  /** The range that is read again. */
  private static final int FIRST = 2;

  private static final int LAST = 8;

  @Property(tries = 3000)
  void shouldTellEachRowAsItWasWhateverHappens(@ForAll long seed) {
    new World(new Random(seed), Optional.empty()).run();
  }

  /** All rows are there already, and a range of them is read again. */
  @Property(tries = 1500)
  void shouldTellEachRowAsItWasWhileARangeIsReadAgain(@ForAll long seed) {
    new World(
            new Random(seed),
            Optional.of(BackfillRange.ofKeys(List.of("" + FIRST), List.of("" + LAST))))
        .run();
  }

  /** The same for keys of which some have no row, which is told, too. */
  @Property(tries = 1500)
  void shouldTellEachRowAsItWasWhileKeysAreLookedUpAgain(@ForAll long seed) {
    List<List<String>> keys = IntStream.range(0, KEYS).mapToObj(k -> List.of("" + k)).toList();
    new World(
            new Random(seed), Optional.of(BackfillRange.ofKeys(List.of(), List.of()).listed(keys)))
        .run();
  }

  /** One transaction of the model. */
  private static final class Transaction {
    private final long id;
    private final Map<Integer, @Nullable Integer> writes = new LinkedHashMap<>();
    private int loggedAt = -1;

    Transaction(long id) {
      this.id = id;
    }
  }

  /** What stands in the log: a transaction, or else a message. */
  private record Entry(@Nullable Transaction transaction, String message) {}

  private static final class World {
    private final Random random;

    // PostgreSQL
    private final TreeMap<Integer, Integer> visible = new TreeMap<>();
    private final List<Transaction> unseen = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final Map<Integer, List<Integer>> histories = new TreeMap<>();
    private long nextTransaction = 100;
    private int nextValue = 1000;

    // Kafka
    private final List<ProducerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private TableState stored = TableState.due("public.power_readings", 1, Phase.SNAPSHOT);
    private Map<String, BackfillState> storedBackfills = Map.of();
    private int storedPosition;

    // The capture
    private final List<ProducerRecord<byte[], byte[]>> open = new ArrayList<>();
    private Overlap overlap = new Overlap();
    private SnapshotWriter writer;
    private int position;
    private List<String> after = List.of();
    private boolean readAll;
    private @Nullable Window window;
    private List<ProducerRecord<byte[], byte[]>> rows = List.of();
    private int chunks;

    World(Random random, Optional<BackfillRange> again) {
      this.random = random;
      again.ifPresent(
          range -> {
            stored =
                new TableState(
                    "public.power_readings", 1, Phase.DONE, List.of(), List.of(), 0, 0, 0);
            storedBackfills = Map.of(TOPIC, BackfillState.due("again", range, Map.of()));
          });
      for (int key = 0; key < KEYS; key += 1 + random.nextInt(2)) {
        visible.put(key, key);
        histories.computeIfAbsent(key, k -> new ArrayList<>()).add(key);
        if (again.isPresent()) {
          topic.add(record('u', key, key));
        }
      }
      writer = writer();
    }

    private SnapshotWriter writer() {
      return new SnapshotWriter(
          Map.of(TOPIC, stored), storedBackfills, List.of(TABLE), overlap, (table, now) -> 0);
    }

    private Optional<BackfillRange> again() {
      return Optional.ofNullable(storedBackfills.get(TOPIC)).map(BackfillState::range);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        switch (random.nextInt(12)) {
          case 0, 1 -> begin();
          case 2, 3 -> write();
          case 4 -> endInLog();
          case 5, 6 -> becomeVisible();
          case 7, 8 -> stream();
          case 9, 10 -> read();
          default -> {
            if (random.nextInt(8) == 0) {
              kill();
            } else {
              commit();
            }
          }
        }
      }
      settle();
      check();
    }

    private void begin() {
      if (unseen.size() < 4) {
        unseen.add(new Transaction(nextTransaction++));
      }
    }

    private @Nullable Transaction one(boolean logged) {
      List<Transaction> fit = unseen.stream().filter(t -> t.loggedAt >= 0 == logged).toList();
      return fit.isEmpty() ? null : fit.get(random.nextInt(fit.size()));
    }

    /** A row is locked until its writer is seen to have ended. */
    private void write() {
      Transaction transaction = one(false);
      int key = random.nextInt(KEYS);
      if (transaction == null
          || unseen.stream().anyMatch(t -> t != transaction && t.writes.containsKey(key))) {
        return;
      }
      boolean there =
          transaction.writes.containsKey(key)
              ? transaction.writes.get(key) != null
              : visible.containsKey(key);
      if (!transaction.writes.containsKey(key)) {
        transaction.writes.put(key, there && random.nextInt(3) == 0 ? null : nextValue++);
      }
    }

    private void endInLog() {
      Transaction transaction = one(false);
      if (transaction == null) {
        return;
      }
      if (random.nextInt(6) == 0) {
        unseen.remove(transaction);
        return;
      }
      transaction.loggedAt = log.size();
      log.add(new Entry(transaction, ""));
      transaction.writes.forEach(
          (key, value) ->
              histories
                  .computeIfAbsent(key, k -> new ArrayList<>())
                  .add(value == null ? -1 : value));
    }

    private void becomeVisible() {
      Transaction transaction = one(true);
      if (transaction != null) {
        show(transaction);
      }
    }

    private void show(Transaction transaction) {
      unseen.remove(transaction);
      transaction.writes.forEach(
          (key, value) -> {
            if (value == null) {
              visible.remove(key);
            } else {
              visible.put(key, value);
            }
          });
    }

    private Visibility visibility() {
      Set<Long> running = new HashSet<>();
      unseen.forEach(transaction -> running.add(transaction.id));
      long xmin = running.stream().min(Long::compare).orElse(nextTransaction);
      return new Visibility(xmin, nextTransaction, running);
    }

    /** Takes up to three steps of a chunk: to see, to read, to mark. */
    private void read() {
      if (readAll) {
        return;
      }
      String id = "chunk " + chunks;
      if (window == null) {
        window = overlap.open(id, TOPIC, visibility()).orElse(null);
        if (window != null) {
          rows =
              again().isPresent()
                  ? readAgain()
                  : visible
                      .tailMap(after.isEmpty() ? -1 : Integer.parseInt(after.get(0)), false)
                      .entrySet()
                      .stream()
                      .limit(3)
                      .map(row -> record('r', row.getKey(), row.getValue()))
                      .toList();
        }
        return;
      }
      boolean last = rows.size() < 3;
      if (!last) {
        after = List.of("" + key(rows.get(rows.size() - 1)));
      }
      overlap.read(
          window,
          again().isPresent()
              ? Chunk.ofBackfill(TOPIC, rows, after, List.of(), "again", last)
              : new Chunk(TOPIC, rows, after, List.of(), -1, last));
      log.add(new Entry(null, id));
      window = null;
      chunks++;
      readAll = last;
    }

    /** Three rows of the range, or of the keys with the ends of those that have none. */
    private List<ProducerRecord<byte[], byte[]>> readAgain() {
      boolean listed = again().orElseThrow().kind() == BackfillRange.Kind.LISTED;
      int from = after.isEmpty() ? (listed ? 0 : FIRST) : Integer.parseInt(after.get(0)) + 1;
      return IntStream.range(from, listed ? KEYS : LAST + 1)
          .filter(key -> listed || visible.containsKey(key))
          .limit(3)
          .mapToObj(key -> record(visible.containsKey(key) ? 'u' : 'd', key, visible.get(key)))
          .toList();
    }

    private void stream() {
      if (position == log.size()) {
        return;
      }
      Entry entry = log.get(position++);
      if (entry.transaction() == null) {
        overlap.close(entry.message()).ifPresent(placed -> writer.place(placed, 0, open::add));
        return;
      }
      entry
          .transaction()
          .writes
          .forEach(
              (key, value) -> {
                ProducerRecord<byte[], byte[]> record = record('u', key, value);
                writer.changed(TABLE, record, entry.transaction().id);
                open.add(record);
              });
    }

    private void commit() {
      topic.addAll(open);
      open.clear();
      stored = writer.states().get(TOPIC);
      storedBackfills = Map.copyOf(writer.backfills());
      storedPosition = position;
    }

    private void kill() {
      open.clear();
      position = storedPosition;
      overlap = new Overlap();
      writer = writer();
      window = null;
      chunks += 10;
      BackfillState backfill = storedBackfills.get(TOPIC);
      after = backfill == null ? stored.after() : backfill.after();
      readAll = backfill == null ? !stored.isUnfinished() : !backfill.isRead();
      // What the next one commits before it reads waits as all commits before it did.
      for (Transaction transaction : List.copyOf(unseen)) {
        if (transaction.loggedAt >= 0) {
          show(transaction);
        }
      }
    }

    private void settle() {
      while (!unseen.isEmpty()) {
        Transaction transaction = unseen.get(0);
        if (transaction.loggedAt < 0) {
          unseen.remove(transaction);
        } else {
          show(transaction);
        }
      }
      while (!readAll || position < log.size()) {
        read();
        stream();
      }
      commit();
    }

    private void check() {
      Map<Integer, List<Integer>> told = new HashMap<>();
      for (ProducerRecord<byte[], byte[]> record : topic) {
        List<Integer> values = told.computeIfAbsent(key(record), k -> new ArrayList<>());
        int value = record.value() == null ? -1 : ByteBuffer.wrap(record.value()).getInt();
        boolean isNew =
            new String(record.headers().lastHeader("origin").value()).startsWith("op=r");
        if (isNew) {
          assertThat(values).as("versions before a row that is new").isEmpty();
        }
        // That there is no row says nothing new of a key that had none.
        boolean none = again().isPresent() && value == -1 && values.isEmpty();
        if (!none && (values.isEmpty() || values.get(values.size() - 1) != value)) {
          values.add(value);
        }
      }
      told.values().removeIf(List::isEmpty);
      assertThat(histories.keySet()).containsAll(told.keySet());
      histories.forEach(
          (key, values) -> {
            // What has changed before its chunk was read need not be told as it was at first.
            boolean firstMayLack = again().isEmpty() && values.size() > 1 && values.get(0) < KEYS;
            assertThat(told.getOrDefault(key, List.of()))
                .as("row " + key)
                .isIn(values, firstMayLack ? values.subList(1, values.size()) : values);
          });
      assertThat(stored.phase()).isEqualTo(Phase.DONE);
      storedBackfills
          .values()
          .forEach(backfill -> assertThat(backfill.phase()).isEqualTo(BackfillState.Phase.DONE));
    }

    private static int key(ProducerRecord<byte[], byte[]> record) {
      return record.key()[0];
    }

    private static ProducerRecord<byte[], byte[]> record(
        char op, int key, @Nullable Integer value) {
      byte[] bytes = value == null ? null : ByteBuffer.allocate(4).putInt(value).array();
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(TOPIC, 0, 0L, new byte[] {(byte) key}, bytes);
      record.headers().add(new RecordHeader("origin", ("op=" + op + " inc=1").getBytes()));
      return record;
    }
  }
}
