package dev.prejoin.console;

import java.time.Instant;
import java.util.List;

/** What the charts show, from the aggregates. Called from several threads. */
public interface Charts {
  /**
   * The hours of {@code [from, to)} that have readings, in ascending order.
   *
   * @throws FiguresAwayException when a server does not answer
   */
  List<HourlyUsage> hourlyUsage(Instant from, Instant to);
}
