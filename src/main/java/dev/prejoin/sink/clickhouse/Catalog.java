package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.sink.TableShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What system tables say of the tables and aggregates. */
final class Catalog {
  private static final Pattern BY_MONTH = Pattern.compile("toYYYYMM\\(`?(\\w+)`?\\)");
  private static final Set<String> HIDDEN_IN_DATA = Set.of("_shard", "_seg", "_base");

  private final ClickHouse clickHouse;

  Catalog(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** A table's engine with its arguments, and its keys. */
  record Table(String engine, String engineFull, String partitionKey, List<String> sortingKey) {}

  Optional<Table> table(String name) {
    return clickHouse
        .rows(
            """
            SELECT engine, engine_full, partition_key, sorting_key
            FROM system.tables WHERE database = currentDatabase() AND name = {name:String}
            """,
            Map.of("name", name))
        .stream()
        .findFirst()
        .map(
            row ->
                new Table(
                    row.getString("engine"),
                    row.getString("engine_full"),
                    row.getString("partition_key"),
                    split(row.getString("sorting_key"))));
  }

  private static List<String> split(String sortingKey) {
    return Arrays.stream(sortingKey.split(",", -1))
        .map(column -> column.strip().replace("`", ""))
        .filter(column -> !column.isEmpty())
        .toList();
  }

  /** The columns' types by name, in their order; empty if there is no such table. */
  Map<String, String> columns(String table) {
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

  TableShape shape(String name) {
    Table table = table(name).orElse(new Table("", "", "", List.of()));
    Matcher month = BY_MONTH.matcher(table.partitionKey());
    return new TableShape(
        table.sortingKey(),
        month.matches() ? Optional.of(month.group(1)) : Optional.empty(),
        !aggregates(name).isEmpty());
  }

  List<Aggregate> aggregates(String table) {
    List<Aggregate> aggregates = new ArrayList<>();
    for (GenericRecord row :
        clickHouse.rows(
            """
            SELECT name FROM system.tables
            WHERE database = currentDatabase() AND endsWith(name, {suffix:String})
              AND engine = 'View' AND comment = {table:String}
            ORDER BY name
            """,
            Map.of("table", table, "suffix", Aggregate.BUCKETS))) {
      String view = row.getString("name");
      aggregates.add(aggregate(view.substring(0, view.length() - Aggregate.BUCKETS.length())));
    }
    return aggregates;
  }

  private Aggregate aggregate(String name) {
    Map<String, String> buckets = columns(name + Aggregate.BUCKETS);
    List<String> keys = new ArrayList<>(buckets.keySet());
    keys.removeAll(List.of("_key", "_shard"));
    List<String> times =
        keys.stream().filter(key -> String.valueOf(buckets.get(key)).startsWith("Date")).toList();
    List<String> states = new ArrayList<>(columns(name + "_data").keySet());
    states.removeAll(keys);
    states.removeAll(HIDDEN_IN_DATA);
    return new Aggregate(name, keys, times, states);
  }

  /** A materialized view with its statement, as the server formats it. */
  record MaterializedView(String name, String statement) {
    boolean writesTo(String table) {
      return Pattern.compile(" TO (\\S+\\.)?`?" + Pattern.quote(table) + "`?\\s")
          .matcher(statement)
          .find();
    }
  }

  /** Materialized views that read the table. */
  List<MaterializedView> viewsOf(String table) {
    return clickHouse
        .rows(
            """
            SELECT name, create_table_query FROM system.tables
            WHERE database = currentDatabase() AND name IN
            (
                SELECT arrayJoin(dependencies_table) FROM system.tables
                WHERE database = currentDatabase() AND name = {table:String}
            )
            """,
            Map.of("table", table))
        .stream()
        .map(
            row -> new MaterializedView(row.getString("name"), row.getString("create_table_query")))
        .toList();
  }
}
