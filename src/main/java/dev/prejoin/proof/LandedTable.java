package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table or view of a ClickHouse database.
 *
 * @param columns the user's, in order, each with its type: hidden ones begin with an underscore
 * @param hidden prejoin's, each with its type
 * @param replacing whether only FINAL shows the rows that are in force
 * @param sortingKey the expressions of its order, as ClickHouse writes them; empty if it has none
 */
record LandedTable(
    String name,
    Map<String, String> columns,
    Map<String, String> hidden,
    boolean replacing,
    String sortingKey) {
  static final String KEY = "_key";

  private static final String COLUMNS =
      """
      SELECT c.table, c.name, c.type, t.engine, t.sorting_key
      FROM system.columns AS c
      INNER JOIN system.tables AS t ON c.database = t.database AND c.table = t.name
      WHERE c.database = {database:String} AND c.default_kind NOT IN ('ALIAS', 'MATERIALIZED')
      ORDER BY c.table, c.position""";

  static Map<String, LandedTable> of(ClickHouseHttp clickHouse, String database) {
    Map<String, LandedTable> tables = new LinkedHashMap<>();
    for (JsonNode row : clickHouse.rows(null, COLUMNS, Map.of("database", database))) {
      String name = row.path(0).asText();
      LandedTable table =
          tables.getOrDefault(
              name,
              new LandedTable(
                  name,
                  new LinkedHashMap<>(),
                  new LinkedHashMap<>(),
                  row.path(3).asText().contains("ReplacingMergeTree"),
                  row.path(4).asText()));
      String column = row.path(1).asText();
      (column.startsWith("_") ? table.hidden : table.columns).put(column, row.path(2).asText());
      tables.put(name, table);
    }
    return tables;
  }

  /** The names of a table's columns, hidden ones included; none if there is no such table. */
  static Set<String> columns(ClickHouseHttp clickHouse, String database, String table) {
    Set<String> names = new LinkedHashSet<>();
    clickHouse
        .rows(
            null,
            "SELECT name FROM system.columns WHERE database = {database:String}"
                + " AND table = {table:String} ORDER BY position",
            Map.of("database", database, "table", table))
        .forEach(row -> names.add(row.path(0).asText()));
    return names;
  }

  /** Whether prejoin's hidden columns are there. */
  boolean landed() {
    return !hidden.isEmpty();
  }

  /** The type of its rows' key, if they have one. */
  Optional<String> keyType() {
    return Optional.ofNullable(hidden.get(KEY));
  }

  /** The first column of time that is never NULL. */
  Optional<String> timeColumn() {
    return columns.entrySet().stream()
        .filter(column -> column.getValue().startsWith("DateTime"))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
