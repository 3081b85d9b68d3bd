package dev.prejoin.plan;

import dev.prejoin.schema.ColumnType;
import java.util.List;

/** The SELECT list, in the order of the target's columns. */
public record Projection(List<Output> columns) implements Step {

  /**
   * One column of the target.
   *
   * @param type of the target's column
   * @param sql the text that it is computed from
   */
  public record Output(String name, ColumnType type, String sql) {}

  public Projection {
    columns = List.copyOf(columns);
  }
}
