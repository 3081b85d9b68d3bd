package dev.prejoin.sink;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of a shard, in order, that land together. */
final class ShardRecords {
  private final long from;
  private final Decoding decoding;

  /** Rows of a lower version are gone before these land. */
  private Optional<Version> sweepBelow = Optional.empty();

  /** New rows, both as they came and as they are written. */
  private final RecordLog fresh;

  private final RowBuffer buffer;

  private final CommitTimes commits = new CommitTimes();

  /** All other changes. */
  private final List<Change> changes = new ArrayList<>();

  private final List<RejectRow> rejects = new ArrayList<>();
  private final List<Undecodable> undecodable = new ArrayList<>();

  /** What they correct, as it was found first: later, some of them may be what is there. */
  private @Nullable Corrected corrected;

  /**
   * Without records.
   *
   * @param from the offset of the first
   * @param fresh empty
   * @param buffer empty
   */
  ShardRecords(long from, Decoding decoding, RecordLog fresh, RowBuffer buffer) {
    this.from = from;
    this.decoding = decoding;
    this.fresh = fresh;
    this.buffer = buffer;
  }

  long from() {
    return from;
  }

  void sweepBelow(Version version) {
    sweepBelow = Optional.of(version);
  }

  Optional<Version> sweepBelow() {
    return sweepBelow;
  }

  /**
   * Adds what a record says.
   *
   * @throws BadRowException if it is no row
   */
  void add(ConsumerRecord<byte[], byte[]> record) {
    Origin origin = decoding.addFresh(record, buffer);
    if (origin != null) {
      fresh.add(record);
      commits.add(origin, record.timestamp());
    } else {
      decoding
          .change(record)
          .ifPresent(
              change -> {
                changes.add(change);
                commits.add(change.origin(), record.timestamp());
              });
    }
  }

  void addReject(ConsumerRecord<byte[], byte[]> record) {
    rejects.add(decoding.reject(record));
  }

  void addUndecodable(ConsumerRecord<byte[], byte[]> record, BadRowException why) {
    undecodable.add(new Undecodable(record, String.valueOf(why.getMessage())));
  }

  /** How many records it has. */
  int size() {
    return rows() + rejects.size() + undecodable.size() + (sweepBelow.isPresent() ? 1 : 0);
  }

  /** How many change rows of the table. */
  int rows() {
    return fresh.size() + changes.size();
  }

  /** The changes of which something may have landed before. */
  List<Change> changes() {
    return changes;
  }

  /** All changes in the order of their offsets; those that are new are decoded again. */
  List<Change> all() {
    List<Change> all = new ArrayList<>(rows());
    int next = 0;
    for (Change row : freshChanges()) {
      while (next < changes.size() && changes.get(next).offset() < row.offset()) {
        all.add(changes.get(next++));
      }
      all.add(row);
    }
    all.addAll(changes.subList(next, changes.size()));
    return all;
  }

  private List<Change> freshChanges() {
    List<Change> rows = new ArrayList<>(fresh.size());
    fresh.forEach(record -> decoding.change(record).ifPresent(rows::add));
    return rows;
  }

  /** Whether any row is new. */
  boolean hasFresh() {
    return fresh.size() > 0;
  }

  /** When the source committed what it has. */
  CommitTimes commits() {
    return commits;
  }

  /** Whether the key of a new row is one of those, or one that a change here has, too. */
  boolean hasFresh(Predicate<List<Object>> those) {
    Set<List<Object>> changed = new HashSet<>();
    changes.forEach(change -> changed.add(change.key()));
    boolean[] found = {false};
    fresh.forEach(
        record -> {
          List<Object> key = decoding.key(record);
          found[0] |= changed.contains(key) || those.test(key);
        });
    return found[0];
  }

  /** The rows that are new, as they are written. */
  FreshRows fresh(Shard shard, Writes writes) {
    return new FreshRows(
        buffer,
        fresh.size(),
        shard.partition().partition(),
        shard.segment(),
        () -> Fold.of(freshChanges()).stream().flatMap(row -> writes.fresh(row).stream()).toList());
  }

  List<RejectRow> rejects() {
    return rejects;
  }

  List<Undecodable> undecodable() {
    return undecodable;
  }

  @Nullable Corrected corrected() {
    return corrected;
  }

  /** Only what was found first counts. */
  void corrected(Corrected found) {
    corrected = corrected == null ? found : corrected;
  }
}
