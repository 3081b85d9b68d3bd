package dev.prejoin.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast counts grow, over the last seconds: rows come in batches, so that a rate between two
 * looks would jump. A look in which a count has become smaller, as a merge took more rows away than
 * came, tells nothing and adds nothing.
 */
final class RowRates {
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration LEAST = Duration.ofMillis(500);

  private record Count(Instant at, long rows) {}

  private final Map<String, Deque<Count>> counts = new HashMap<>();

  /** Rows per second since the first count of the window; NaN if that was just now. */
  double of(String name, long rows, Instant now) {
    Deque<Count> recent = counts.computeIfAbsent(name, n -> new ArrayDeque<>());
    while (recent.size() > 1 && Duration.between(recent.getFirst().at, now).compareTo(WINDOW) > 0) {
      recent.removeFirst();
    }
    recent.addLast(new Count(now, rows));
    Duration since = Duration.between(recent.getFirst().at, now);
    return since.compareTo(LEAST) < 0 ? Double.NaN : grown(recent) / (since.toNanos() / 1e9);
  }

  private static long grown(Deque<Count> recent) {
    long grown = 0;
    long before = recent.getFirst().rows;
    for (Count count : recent) {
      grown += Math.max(0, count.rows - before);
      before = count.rows;
    }
    return grown;
  }
}
