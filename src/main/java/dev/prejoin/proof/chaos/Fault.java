package dev.prejoin.proof.chaos;

import java.util.Locale;

/** What goes wrong. */
public enum Fault {
  KILL_CLIENT("kill -9 prejoin", "kill C"),
  KILL_SERVER("kill -9 the server", "kill S"),
  HALT_CLIENT("halt prejoin", "halt C"),
  HALT_SERVER("halt the server", "halt S"),
  RESTART_CLIENT("restart prejoin in order", "rest C"),
  RESTART_SERVER("restart the server in order", "rest S"),
  CUT("cut the connections", "cut"),
  DELAY("delay", "delay"),
  SILENCE("a line that goes silent", "silent"),
  TAKE_OVER("a second instance takes over", "twin");

  private final String title;
  private final String shortTitle;

  Fault(String title, String shortTitle) {
    this.title = title;
    this.shortTitle = shortTitle;
  }

  String title() {
    return title;
  }

  /** As the command line has it, such as {@code kill-client}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For the head of a column: C is prejoin, S the server. */
  String shortTitle() {
    return shortTitle;
  }

  /** A crash: what the figures of recovery are promised for. */
  boolean isKill() {
    return this == KILL_CLIENT || this == KILL_SERVER;
  }

  /** Whether the server itself is hit. */
  boolean hitsServer() {
    return this == KILL_SERVER || this == HALT_SERVER || this == RESTART_SERVER;
  }
}
