package dev.prejoin.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that has a name, as its file has it.
 *
 * @param about what stands above it in comments; empty if nothing does
 * @param sql one SELECT, for ClickHouse
 */
public record SavedQuery(String name, String about, List<Parameter> parameters, String sql) {
  /**
   * What a query is told.
   *
   * @param type as ClickHouse calls it
   * @param usual the value if none is given; null if one must be
   */
  public record Parameter(String name, String type, @Nullable String usual) {}
}
