package dev.prejoin.topology;

import dev.prejoin.schema.Origin;
import dev.prejoin.topology.Outcome.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Keys a view's rows by their own columns. The source row that claimed a key last owns it; when
 * that row ends, or moves to another key, the key's row ends too. When another row has claimed the
 * key since, it stays.
 *
 * <p>Two stores remember what the record's own key does not tell: which key each source row holds,
 * since which incarnation of the source, and which source row owns each key. Their records are as
 * many as the rows that the source has; all of them are in one task, as the source has one
 * partition. So a marker, which ends rows without naming them, finds them here.
 */
final class Keyed {
  private final RowKey keys;
  private final boolean ignoreDeletes;
  private final Branches branches;
  private final String heldName;
  private final String ownersName;
  private @Nullable KeyValueStore<byte[], byte[]> held;
  private @Nullable KeyValueStore<byte[], byte[]> owners;
  private @Nullable ProcessorContext<byte[], Outcome> context;

  Keyed(String view, RowKey keys, boolean ignoreDeletes, Branches branches) {
    this.branches = branches;
    this.keys = keys;
    this.ignoreDeletes = ignoreDeletes;
    heldName = heldStore(view);
    ownersName = ownersStore(view);
  }

  /** By the source's key: the {@link Held} key of its row. */
  static String heldStore(String view) {
    return view + "-held";
  }

  /** By a row's key: that of the source's row that claimed it last. */
  static String ownersStore(String view) {
    return view + "-owners";
  }

  /** A store in memory, as the dimension itself is; Kafka keeps its changelog. */
  static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
  }

  void init(ProcessorContext<byte[], Outcome> taskContext) {
    context = taskContext;
    held = taskContext.getStateStore(heldName);
    owners = taskContext.getStateStore(ownersName);
  }

  /**
   * A new row of the view, or with no row in the change, the end of one or, by a marker, of many.
   */
  void forward(Record<byte[], ?> record, Change change) {
    if (change.replayed() && record.key() != null) {
      replay(record, change.at(Records.metadata(context()).offset()));
    } else if (change.row() != null) {
      claim(record, change, keys.of(change.row()));
    } else if (record.key() == null) {
      endMarked(record, change);
    } else {
      end(record, change);
    }
  }

  private void claim(Record<byte[], ?> record, Change change, byte[] key) {
    byte[] before = held().get(record.key());
    byte[] now = new Held(change.origin().incarnation(), key).toBytes();
    if (!Arrays.equals(before, now)) {
      if (before != null && !Arrays.equals(Held.parse(before).key(), key)) {
        release(record, change, Held.parse(before).key());
      }
      held().put(record.key(), now);
    }
    if (!Arrays.equals(owners().get(key), record.key())) {
      owners().put(key, record.key());
    }
    send(record, change, key);
  }

  /**
   * A replayed row takes a key that nobody owns, and none from another row: that one may have
   * claimed it later. What comes of it counts as of now, as other rows may have had the key since
   * its own place; nothing newer of the row itself stands before it.
   */
  private void replay(Record<byte[], ?> record, Change change) {
    if (change.row() == null) {
      end(record, change);
      return;
    }
    byte[] key = keys.of(change.row());
    byte[] owner = owners().get(key);
    if (owner == null ? !hasLost(record, change, key) : Arrays.equals(owner, record.key())) {
      claim(record, change, key);
    }
  }

  /** Whether another row took the key from this one, and ended: its end does not bring it back. */
  private boolean hasLost(Record<byte[], ?> record, Change change, byte[] key) {
    byte[] before = held().get(record.key());
    return change.origin().isRestated()
        && before != null
        && Arrays.equals(Held.parse(before).key(), key);
  }

  private void endMarked(Record<byte[], ?> marker, Change change) {
    List<byte[]> ended = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> all = held().all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> next = all.next();
        if (Held.parse(next.value).isBelow(change.origin())) {
          ended.add(next.key);
        }
      }
    }
    Origin marked = change.origin();
    Change end =
        new Change(
            null,
            null,
            Origin.replayed('d', marked.incarnation(), marked.offset()),
            change.partition(),
            false,
            Set.of());
    ended.forEach(source -> end(marker.withKey(source), end));
  }

  private void end(Record<byte[], ?> record, Change change) {
    byte[] before = held().delete(record.key());
    if (before == null) {
      return;
    }
    byte[] key = Held.parse(before).key();
    if (ignoreDeletes && change.origin().op() == 'd') {
      // Nobody owns the row any more, so it stays until another row claims its key.
      disown(record, key);
    } else {
      release(record, change, key);
    }
  }

  private void release(Record<byte[], ?> record, Change change, byte[] key) {
    if (disown(record, key)) {
      send(record, change.withoutRow(), key);
    }
  }

  private boolean disown(Record<byte[], ?> record, byte[] key) {
    boolean owned = Arrays.equals(owners().get(key), record.key());
    if (owned) {
      owners().delete(key);
    }
    return owned;
  }

  private void send(Record<byte[], ?> record, Change change, byte[] key) {
    branches.forward(context(), Records.change(record.withKey(key), change));
  }

  private ProcessorContext<byte[], Outcome> context() {
    if (context == null) {
      throw new IllegalStateException("not initialised");
    }
    return context;
  }

  private KeyValueStore<byte[], byte[]> held() {
    return opened(held);
  }

  private KeyValueStore<byte[], byte[]> owners() {
    return opened(owners);
  }

  private static KeyValueStore<byte[], byte[]> opened(
      @Nullable KeyValueStore<byte[], byte[]> store) {
    if (store == null) {
      throw new IllegalStateException("the stores are not there yet");
    }
    return store;
  }
}
