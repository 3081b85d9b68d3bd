package dev.prejoin.cli;

import dev.prejoin.devstack.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Shows progress: lines that stay, and one at the bottom that changes where there is a terminal.
 */
final class Steps implements Progress {
  /** Ends what stands on the bottom line, so that another line can be there. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Duration WITHOUT_TERMINAL = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;
  private Instant lastUpdate = Instant.EPOCH;

  /**
   * Steps shown on a writer.
   *
   * @param terminal whether a line can be written over
   */
  Steps(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public synchronized void step(String what) {
    out.print(terminal ? CLEAR_LINE : "");
    out.println("✓ " + what);
    out.flush();
  }

  @Override
  public synchronized void update(String where) {
    if (terminal) {
      out.print(CLEAR_LINE + "… " + where);
      out.flush();
    } else if (lastUpdate.plus(WITHOUT_TERMINAL).isBefore(Instant.now())) {
      lastUpdate = Instant.now();
      out.println("… " + where);
      out.flush();
    }
  }

  /** Takes the line that changes away. */
  synchronized void end() {
    out.print(terminal ? CLEAR_LINE : "");
    out.flush();
  }

  /** The line of now: it stays where there is no terminal. */
  synchronized void live(String line) {
    update(TIME.format(LocalTime.now(ZoneOffset.UTC)) + " UTC  " + line);
  }
}
