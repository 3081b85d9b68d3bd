package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.text;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables of a database that are not prejoin's: rows go in as they are, without hidden columns. Each
 * method throws a {@link dev.prejoin.sink.WarehouseException} if ClickHouse does not do it.
 */
public final class PlainTables {
  private static final Map<String, String> INSERT =
      Map.of(
          "async_insert", "0",
          "insert_deduplicate", "0",
          // A batch of long ago has rows of many months.
          "max_partitions_per_insert_block", "0");

  /** A lightweight delete whose effect is seen when it returns. */
  private static final Map<String, String> DELETE =
      Map.of("lightweight_deletes_sync", "2", "max_query_size", "16777216");

  private static final int KEYS_PER_DELETE = 5_000;

  private final ClickHouse clickHouse;

  /**
   * The tables of a connection's database.
   *
   * @param clickHouse stays the caller's
   */
  public PlainTables(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** The statements of a script, without comments. */
  public static List<String> statements(String script) {
    return DdlScript.statements(script);
  }

  /** A name in the text of a statement. */
  public static String quoted(String identifier) {
    return name(identifier);
  }

  /** A text in the text of a statement. */
  public static String literal(String value) {
    return text(value);
  }

  /** The rows of a query, for small answers. */
  public List<Answer> query(String sql) {
    return query(sql, Map.of());
  }

  /** The rows of a query with parameters such as {@code {name:String}}. */
  public List<Answer> query(String sql, Map<String, Object> parameters) {
    return clickHouse.rows(sql, parameters).stream().map(Answer::new).toList();
  }

  /** A table's columns with their types, in its order; none if there is no such table. */
  public Map<String, String> columns(String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (GenericRecord row :
        clickHouse.rows(
            """
            SELECT name, type FROM system.columns
            WHERE database = currentDatabase() AND table = {table:String} ORDER BY position
            """,
            Map.of("table", table))) {
      columns.put(row.getString("name"), row.getString("type"));
    }
    return columns;
  }

  /** How many rows a table has. */
  public long count(String table) {
    return clickHouse.rows("SELECT count() AS n FROM " + name(table)).get(0).getLong("n");
  }

  /** Bytes on disk of all tables of the database. */
  public long bytes() {
    return clickHouse
        .rows(
            """
            SELECT sum(bytes_on_disk) AS n FROM system.parts
            WHERE database = currentDatabase() AND active
            """)
        .get(0)
        .getLong("n");
  }

  /**
   * Inserts rows as one block; materialized views see it once.
   *
   * @param columns those of the relation that the table has; none of their values may be null
   *     unless the column is Nullable there
   * @param nullable the names of those that are
   */
  public void insert(
      Relation relation, List<Column> columns, Collection<String> nullable, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    NativeBlock<Object[]> block = new NativeBlock<>(rows, columns.size());
    for (Column column : columns) {
      int at = relation.indexOf(column.name());
      block.column(
          column.name(),
          column.type().withNullable(nullable.contains(column.name())),
          row -> row[at]);
    }
    clickHouse.insert(relation.name(), block.stream(), INSERT);
  }

  /** Takes the rows of some keys away. */
  public void delete(String table, List<Column> key, List<List<Object>> keys) {
    String columns = Literals.names(key.stream().map(Column::name).toList());
    for (int from = 0; from < keys.size(); from += KEYS_PER_DELETE) {
      List<List<Object>> some = keys.subList(from, Math.min(keys.size(), from + KEYS_PER_DELETE));
      clickHouse.execute(
          "DELETE FROM %s WHERE (%s) IN %s"
              .formatted(name(table), columns, Literals.keys(key, some)),
          DELETE);
    }
  }
}
