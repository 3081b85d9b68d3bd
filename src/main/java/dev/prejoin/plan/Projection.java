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
   * @param losesNull whether the text may give a NULL, which the column cannot hold: such a row
   *     becomes a dead letter
   */
  public record Output(String name, ColumnType type, String sql, boolean losesNull) {}

  public Projection {
    columns = List.copyOf(columns);
  }
}
