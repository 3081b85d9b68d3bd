package dev.prejoin.sink.clickhouse;

import dev.prejoin.sink.clickhouse.ddl.FileColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the files of DDL make, so that a check can name the file that makes what is missing.
 *
 * @param files of each table and view, by its name
 * @param columns the folders' files by the columns that they give tables
 * @param aggregates those that files define, or that a user's statements ask for
 */
public record DdlOutline(
    Map<String, Path> files, List<FileColumns> columns, List<WantedAggregate> aggregates) {
  /**
   * The day of rows in buckets that their keys do not bound in time; users do not see it. In UTC,
   * so that a server whose zone is changed still finds its buckets.
   */
  public static final String DAY = "_day";

  /** Of no file. */
  public static final DdlOutline NONE = new DdlOutline(Map.of(), List.of());

  /** Files of which no more is known than what they make. */
  public DdlOutline(Map<String, Path> files, List<WantedAggregate> aggregates) {
    this(files, List.of(), aggregates);
  }

  /**
   * An aggregate that there should be.
   *
   * @param name which queries read
   * @param table whose rows it aggregates
   */
  public record WantedAggregate(String name, String table) {}

  public DdlOutline {
    files = Map.copyOf(files);
    columns = List.copyOf(columns);
    aggregates = List.copyOf(aggregates);
  }

  Optional<Path> file(String table, String column) {
    return columns.stream().flatMap(of -> of.file(table, column).stream()).findFirst();
  }

  /** Whether files make the table, and none gives it the column. */
  boolean lacks(String table, String column) {
    return columns.stream().anyMatch(of -> of.knows(table)) && file(table, column).isEmpty();
  }

  Optional<Path> file(String name) {
    return Optional.ofNullable(files.get(name));
  }
}
