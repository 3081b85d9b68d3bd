package dev.prejoin.capture;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where chunks of a snapshot and the stream of changes meet. A chunk is put into the stream at a
 * place that is behind every transaction that the chunk saw: at a message in the log, written after
 * the chunk was read. Rows that a transaction has changed which the chunk did not see, and which
 * stands before that place, are dropped from the chunk: the stream has something newer.
 *
 * <p>Two threads share it: one reads chunks, one writes what streams.
 */
final class Overlap {
  /** A chunk that is being read or waits for its place. */
  static final class Window {
    private final String topic;
    private final Visibility visibility;
    private final Set<ByteBuffer> changed = new HashSet<>();
    private boolean truncated;
    private @Nullable Chunk chunk;

    private Window(String topic, Visibility visibility) {
      this.topic = topic;
      this.visibility = visibility;
    }

    Chunk chunk() {
      if (chunk == null) {
        throw new IllegalStateException("the chunk was not read yet");
      }
      return chunk;
    }

    /** Whether the stream has nothing newer of a row. */
    boolean isCurrent(byte[] key) {
      return !truncated && !changed.contains(ByteBuffer.wrap(key));
    }
  }

  private final Map<String, Set<Long>> written = new HashMap<>();
  private final Map<String, Window> windows = new HashMap<>();

  /**
   * Begins a chunk.
   *
   * @return empty if a change stands in the stream already that the snapshot does not see: then it
   *     is too late to tell which rows it concerned, and a later snapshot is to be taken
   */
  synchronized Optional<Window> open(String id, String topic, Visibility visibility) {
    forget(visibility);
    if (!written.getOrDefault(topic, Set.of()).isEmpty()) {
      return Optional.empty();
    }
    Window window = new Window(topic, visibility);
    windows.put(id, window);
    return Optional.of(window);
  }

  /** Transactions that a snapshot sees, all later ones see. */
  synchronized void forget(Visibility visibility) {
    written.values().forEach(transactions -> transactions.removeIf(visibility::sees));
  }

  synchronized void read(Window window, Chunk chunk) {
    window.chunk = chunk;
  }

  /** The chunk whose place this is. */
  synchronized Optional<Window> close(String id) {
    return Optional.ofNullable(windows.remove(id));
  }

  /** A change takes its place in the stream. */
  synchronized void changed(String topic, long transaction, byte[] key) {
    written.computeIfAbsent(topic, name -> new HashSet<>()).add(transaction);
    for (Window window : windows.values()) {
      if (window.topic.equals(topic) && !window.visibility.sees(transaction)) {
        window.changed.add(ByteBuffer.wrap(key));
      }
    }
  }

  /** All rows end at this place of the stream. */
  synchronized void truncated(String topic, long transaction) {
    written.computeIfAbsent(topic, name -> new HashSet<>()).add(transaction);
    for (Window window : windows.values()) {
      if (window.topic.equals(topic) && !window.visibility.sees(transaction)) {
        window.truncated = true;
      }
    }
  }
}
