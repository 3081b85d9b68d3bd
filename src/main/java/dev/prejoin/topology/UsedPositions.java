package dev.prejoin.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How new the dimensions were in which rows of a source's partition were looked up, by whoever ran
 * its task. An instance that takes a task over may have read less of a dimension than the one
 * before: it waits, so that no row is enriched with metadata older than what an earlier row had.
 * The positions are in the store of {@link Progress}, with the first that was used: nothing was
 * looked up before it.
 */
final class UsedPositions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private static final long UNKNOWN = -1;

  private final String source;
  private final ReadBefore readBefore;
  private final Duration patience;
  private final Map<String, Long> used = new HashMap<>();
  private @Nullable KeyValueStore<String, Long> store;
  private boolean complete;

  /**
   * @param readBefore for a source of which the store knows nothing
   */
  UsedPositions(String source, ReadBefore readBefore) {
    this(source, readBefore, PATIENCE);
  }

  UsedPositions(String source, ReadBefore readBefore, Duration patience) {
    this.source = source;
    this.readBefore = readBefore;
    this.patience = patience;
  }

  void init(ProcessingContext context) {
    // A task that is begun anew has lost what was not committed, and its processors are the same.
    used.clear();
    store = context.getStateStore(Progress.store(source));
    complete =
        Progress.isBegun(store()) || readBefore.upTo(source, context.taskId().partition()) == 0;
  }

  /**
   * The position of a dimension in which a row is looked up, once it is no older than any that was
   * used.
   *
   * @throws StreamsException if it stays older for long: the task begins anew
   */
  long next(String dimension, LongSupplier current) {
    long before = used.computeIfAbsent(dimension, this::stored);
    long position = atLeast(before, dimension, current);
    if (before == UNKNOWN) {
      // Also while the dimension is empty: a row that found nothing there was looked up.
      began(dimension, position);
    }
    return raised(dimension, before, position);
  }

  /**
   * The same where no row is looked up, but none will be in anything older.
   *
   * @throws StreamsException as {@link #next}
   */
  long raise(String dimension, LongSupplier current) {
    long before = used.computeIfAbsent(dimension, this::stored);
    long position = atLeast(before, dimension, current);
    if (position > before) {
      began(dimension, position);
    }
    return raised(dimension, before, position);
  }

  private void began(String dimension, long position) {
    if (store().get(since(dimension)) == null) {
      store().put(since(dimension), complete ? position : UNKNOWN);
    }
  }

  private long raised(String dimension, long before, long position) {
    if (position > before) {
      used.put(dimension, position);
      store().put(dimension, position);
    }
    return position;
  }

  /**
   * The first position of a dimension that any row of the partition was looked up in; -1 if that is
   * not known, or none was.
   */
  long first(String dimension) {
    Long first = store().get(since(dimension));
    return first == null ? UNKNOWN : first;
  }

  /** No dimension has a space in its name. */
  private static String since(String dimension) {
    return dimension + " since";
  }

  private long stored(String dimension) {
    Long stored = store().get(dimension);
    return stored == null ? -1 : stored;
  }

  private long atLeast(long before, String dimension, LongSupplier current) {
    long position = current.getAsLong();
    for (Duration left = patience; position < before; left = left.minus(LOOK_AGAIN)) {
      if (left.isNegative()) {
        throw new StreamsException(
            ("%s is here at offset %d, and rows of this partition were looked up in it at %d"
                    + " already; if the topic was made anew, reset the application")
                .formatted(dimension, position, before));
      }
      try {
        Thread.sleep(LOOK_AGAIN.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StreamsException("stopped while waiting for " + dimension);
      }
      position = current.getAsLong();
    }
    return position;
  }

  private KeyValueStore<String, Long> store() {
    if (store == null) {
      throw new IllegalStateException("the store of " + source + " is not there yet");
    }
    return store;
  }
}
