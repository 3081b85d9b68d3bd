package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a user can do about tables and views that are missing or unfit. */
final class Remedies {
  private final DdlOutline outline;
  private final Set<String> applied;
  private final String database;

  /**
   * @param applied the files that were applied, as {@code prejoin_ddl} names them
   */
  Remedies(DdlOutline outline, Set<String> applied, String database) {
    this.outline = outline;
    this.applied = applied;
    this.database = database;
  }

  /** Whether a start makes it: its file is there, and was not applied yet. */
  boolean isPending(String table) {
    return outline.file(table).filter(file -> !applied.contains(Ddl.name(file))).isPresent();
  }

  /** Whether a start adds a column: its file is there, and was not applied yet. */
  boolean isPending(String table, String column) {
    return outline
        .file(table, column)
        .filter(file -> !applied.contains(Ddl.name(file)))
        .isPresent();
  }

  /** How to give a table a column. */
  String add(String table, String column, String type) {
    String statement = "ALTER TABLE %s ADD COLUMN %s %s".formatted(table, column, type);
    return outline.lacks(table, column)
        ? "./prejoin plan --ddl writes the file that adds it (%s), and a start applies that"
            .formatted(statement)
        : "run: " + statement;
  }

  /** How to make one that was made before, or that nothing makes. */
  String make(String table) {
    return outline
        .file(table)
        .map(this::run)
        .orElse(
            table.startsWith("prejoin_")
                ? "make it as the file of clickhouse/ddl/prejoin has it"
                : "./prejoin plan --ddl writes the file that makes it, and a start applies that");
  }

  /** How to make one anew of which nothing need be kept. */
  String remake(Catalog.Table table) {
    String kind = table.engine().endsWith("View") ? "VIEW" : "TABLE";
    return "run: DROP %s %s, then %s"
        .formatted(kind, name(table.name()), make(table.name()).replaceFirst("^run: ", ""));
  }

  private String run(Path file) {
    return "run: clickhouse-client --database %s --queries-file %s".formatted(database, file);
  }

  /**
   * How to give a table that rows land in another engine or order without losing one. Materialized
   * views do not see the copy, so that no aggregate counts it again; and EXCHANGE leaves them with
   * the name, whereas RENAME takes them along with the table (26.7).
   */
  static String copy(Catalog.Table table, List<String> orderBy, boolean nullableKey) {
    String engine =
        (table.engine().startsWith("Replicated") ? "Replicated" : "")
            + "ReplacingMergeTree(_version, _deleted)";
    String copy = name(table.name() + "_new");
    return """
        run, while prejoin is stopped: CREATE TABLE %s AS %s ENGINE = %s%s ORDER BY (%s)\
         SETTINGS %s%s; INSERT INTO %s SELECT * FROM %s;\
         EXCHANGE TABLES %s AND %s; DROP TABLE %s"""
        .formatted(
            copy,
            name(table.name()),
            engine,
            Optional.of(table.partitionKey())
                .filter(key -> !key.isEmpty())
                .map(" PARTITION BY "::concat)
                .orElse(""),
            Literals.names(orderBy),
            FactTables.SETTINGS,
            nullableKey ? ", allow_nullable_key = 1" : "",
            copy,
            name(table.name()),
            copy,
            name(table.name()),
            copy);
  }
}
