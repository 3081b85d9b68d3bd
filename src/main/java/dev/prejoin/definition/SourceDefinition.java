package dev.prejoin.definition;

/**
 * A {@code CREATE TABLE … ENGINE = ChangeStream('schema.table')}: a topic of change events.
 *
 * @param name the topic's name
 * @param table the table in the source database, such as {@code public.power_readings}
 * @param line of the name, from 1
 * @param column of the name, from 1
 */
public record SourceDefinition(String name, Kind kind, String table, int line, int column) {

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
