package dev.prejoin.topology;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * How far a source's partition was read, and of which topic, by whoever ran its task: kept in a
 * store, which Kafka has and which is committed together with the results. Unlike the offsets of a
 * consumer group it neither expires nor can be reset.
 */
final class Progress {
  /** The store is written once in so many records, as far ahead. */
  static final long AHEAD = 1_000;

  private static final String READ = "read";

  /** The halves of the topic's id; the names of dimensions are keys too, and have no blanks. */
  private static final String ID_HIGH = "topic id high";

  private static final String ID_LOW = "topic id low";

  private final String source;
  private final ReadBefore readBefore;
  private @Nullable KeyValueStore<String, Long> store;

  /** The topic's id, while the store does not have it. */
  private Optional<Uuid> unstored = Optional.empty();

  private long readBeforeThisTask;
  private long written;

  /**
   * @param readBefore for a source of which the store knows nothing
   */
  Progress(String source, ReadBefore readBefore) {
    this.source = source;
    this.readBefore = readBefore;
  }

  static String store(String source) {
    return source + "-progress";
  }

  static StoreBuilder<KeyValueStore<String, Long>> builder(String source) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(store(source)), Serdes.String(), Serdes.Long());
  }

  /**
   * Finds how far the partition was read.
   *
   * @throws ProblemException if it was made anew, or begins behind that
   */
  void init(ProcessingContext context) {
    KeyValueStore<String, Long> opened = context.getStateStore(store(source));
    store = opened;
    Long stored = opened.get(READ);
    TopicPartition partition = new TopicPartition(source, context.taskId().partition());
    if (stored != null) {
      requireSame(opened, partition);
      long begin = readBefore.beginsAnewAt(source, partition.partition());
      if (stored < begin) {
        throw problem(Unreadable.gone(partition, stored, begin));
      }
    } else {
      unstored = readBefore.topicId(source);
    }
    readBeforeThisTask = stored == null ? readBefore.upTo(source, partition.partition()) : stored;
    written = stored == null ? 0 : stored;
  }

  private void requireSame(KeyValueStore<String, Long> opened, TopicPartition partition) {
    Optional<Uuid> now = readBefore.topicId(source);
    Long high = opened.get(ID_HIGH);
    Long low = opened.get(ID_LOW);
    if (high == null || low == null) {
      unstored = now;
      return;
    }
    Uuid before = new Uuid(high, low);
    if (now.isPresent() && !now.get().equals(before)) {
      throw problem(Unreadable.madeAnew(partition, before.toString(), now.get().toString()));
    }
  }

  private static ProblemException problem(String text) {
    return new ProblemException(ExitCode.ENVIRONMENT, text);
  }

  /** Whether the source's partition was read by whoever kept this store. */
  static boolean isBegun(KeyValueStore<String, Long> store) {
    return store.get(READ) != null;
  }

  /** Up to where the source's partition may have been read by whoever kept this store. */
  static long readUpTo(
      KeyValueStore<String, Long> store, ReadBefore readBefore, String source, int partition) {
    Long stored = store.get(READ);
    return stored == null ? readBefore.upTo(source, partition) : stored;
  }

  /**
   * Whether the record may have been read before this task began, so that its results may be in
   * Kafka already: the offsets of the group were reset, or forgotten after idle days. It is so of
   * the first records after each start, too, which costs no more than a look.
   */
  boolean mayRepeat(long offset) {
    if (offset >= written) {
      written = offset + AHEAD;
      store().put(READ, written);
    }
    if (unstored.isPresent()) {
      // With a record, as what is written without one is not committed.
      store().put(ID_HIGH, unstored.get().getMostSignificantBits());
      store().put(ID_LOW, unstored.get().getLeastSignificantBits());
      unstored = Optional.empty();
    }
    return offset < readBeforeThisTask;
  }

  private KeyValueStore<String, Long> store() {
    if (store == null) {
      throw new IllegalStateException("the store of " + source + " is not there yet");
    }
    return store;
  }
}
