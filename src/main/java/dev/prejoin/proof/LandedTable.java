package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A table or view of a ClickHouse database.
 *
 * @param columns the user's, in order, each with its type: hidden ones begin with an underscore
 * @param landed whether prejoin's hidden columns are there
 * @param replacing whether only FINAL shows the rows that are in force
 */
record LandedTable(String name, Map<String, String> columns, boolean landed, boolean replacing) {
  private static final String COLUMNS =
      """
      SELECT c.table, c.name, c.type, t.engine
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
                  false,
                  row.path(3).asText().contains("ReplacingMergeTree")));
      tables.put(name, table.with(row.path(1).asText(), row.path(2).asText()));
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

  private LandedTable with(String column, String type) {
    if (column.startsWith("_")) {
      return new LandedTable(name, columns, true, replacing);
    }
    columns.put(column, type);
    return this;
  }
}
