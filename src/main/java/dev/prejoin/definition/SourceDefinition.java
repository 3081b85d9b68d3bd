package dev.prejoin.definition;

/**
 * A {@code CREATE TABLE … ENGINE = ChangeStream('schema.table')}: a topic of change events.
 *
 * @param name the topic's name
 * @param table the table in the source database, such as {@code public.power_readings}
 * @param deletes what becomes of rows that the table loses
 * @param line of the name, from 1
 * @param column of the name, from 1
 */
public record SourceDefinition(
    String name, Kind kind, String table, Deletes deletes, int line, int column) {

  /** A source without settings: deletes are applied. */
  public SourceDefinition(String name, Kind kind, String table, int line, int column) {
    this(name, kind, table, Deletes.APPLY, line, column);
  }

  /** The setting {@code deletes}: what becomes of a row that is deleted in the source. */
  public enum Deletes {
    /** It is deleted all the way. */
    APPLY,
    /** It stays, for those who purge their tables. */
    IGNORE
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
