package dev.prejoin.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the drift came about.
 *
 * @param on whether there is a join to compare with
 * @param latest the last one measured; null before the first
 * @param current whether the latest is of now: nobody has measured for minutes if not
 * @param points earlier ones, the oldest first
 */
public record DriftHistory(
    boolean on, @Nullable Drift latest, boolean current, List<Point> points) {
  /** There is nothing to compare with. */
  public static final DriftHistory OFF = new DriftHistory(false, null, false, List.of());

  public DriftHistory {
    points = List.copyOf(points);
  }

  /** Rows that were wrong at a time, by kind, as in {@link Drift}. */
  public record Point(
      Instant at, long blank, long former, long twice, long gone, long missing, long truth) {}
}
