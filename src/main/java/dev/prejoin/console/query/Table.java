package dev.prejoin.console.query;

import java.util.List;

/** A table or view that can be asked. */
public record Table(String name, String engine, List<Column> columns) {
  public Table {
    columns = List.copyOf(columns);
  }

  /**
   * One of its columns.
   *
   * @param type as ClickHouse calls it
   */
  public record Column(String name, String type) {}
}
