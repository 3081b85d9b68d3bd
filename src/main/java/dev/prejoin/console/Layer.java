package dev.prejoin.console;

import org.jspecify.annotations.Nullable;

/**
 * A place where rows are: a topic, a table, or both under one name.
 *
 * @param name the one name of topic, schema and table; rejects are called {@code <view>.rejects},
 *     which tells the page where they branch off
 * @param rowsPerSecond NaN when it was not measured
 * @param note a short line for the card
 */
public record Layer(
    String name, Kind kind, long rows, double rowsPerSecond, @Nullable String note) {
  /** What a layer is to the flow. */
  public enum Kind {
    SOURCE,
    VIEW,
    REJECTS,
    AGGREGATE,
    DIMENSION
  }
}
