package dev.prejoin.spec;

import java.util.List;
import java.util.function.Supplier;

/** One heading of a spec, ready to run. */
public final class Scenario {
  private final String title;
  private final int line;
  private final Supplier<List<String>> run;

  Scenario(String title, int line, Supplier<List<String>> run) {
    this.title = title;
    this.line = line;
    this.run = run;
  }

  public String title() {
    return title;
  }

  /** Where its heading is, from 1. */
  public int line() {
    return line;
  }

  /**
   * Runs it from an empty state, as often as it is called.
   *
   * @return what came out otherwise than expected, a text of several lines for each table; empty if
   *     it passed
   */
  public List<String> run() {
    return run.get();
  }
}
