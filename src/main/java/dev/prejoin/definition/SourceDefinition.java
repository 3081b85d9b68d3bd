package dev.prejoin.definition;

import java.util.List;

/**
 * A {@code CREATE TABLE … ENGINE = ChangeStream('schema.table')}: a topic of change events.
 *
 * @param name the topic's name
 * @param table the table in the source database, such as {@code public.power_readings}
 * @param deletes what becomes of rows that the table loses
 * @param columns its column list, empty if it has none
 * @param line of the name, from 1
 * @param column of the name, from 1
 */
public record SourceDefinition(
    String name,
    Kind kind,
    String table,
    Deletes deletes,
    List<DeclaredColumn> columns,
    int line,
    int column) {
  public SourceDefinition {
    columns = List.copyOf(columns);
  }

  /** What a source is to the views. */
  public enum Kind {
    /** Facts: a view reads them FROM here, one row at a time. */
    STREAM("ChangeStream"),
    /** A dimension: a view JOINs the latest row of a key. */
    TABLE("ChangeTable");

    private final String engine;

    Kind(String engine) {
      this.engine = engine;
    }

    /** The engine that declares it. */
    public String engine() {
      return engine;
    }
  }
}
