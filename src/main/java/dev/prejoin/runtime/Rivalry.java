package dev.prejoin.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells a process of the same identity from a mistake of a broker, which can take a member for
 * another one when it has lost what it knew of the group, or hears late of an earlier join. Both
 * drive this process out of its group; the other process does so again and again.
 */
public final class Rivalry {
  private static final int TIMES = 3;
  private static final long WITHIN = Duration.ofMinutes(2).toNanos();

  private final Deque<Long> fenced = new ArrayDeque<>();

  /**
   * This process was driven out; returns whether that has happened too often.
   *
   * @param now of a clock that never goes back, in ns
   */
  public synchronized boolean drivenOut(long now) {
    fenced.removeIf(then -> now - then > WITHIN);
    fenced.add(now);
    return fenced.size() >= TIMES;
  }
}
