package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.sink.TableShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What system tables say of the tables and aggregates of the database, when it is first asked. */
final class Catalog {
  /** Of a dimension's table: where its topic changed the row last. */
  static final String CHANGED = "_changed";

  private static final Pattern BY_MONTH = Pattern.compile("toYYYYMM\\(`?(\\w+)`?\\)");
  private static final Set<String> HIDDEN_IN_DATA = Set.of("_shard", "_seg", "_base", "_bucket");

  private final ClickHouse clickHouse;
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();
  private boolean read;

  /**
   * A table or view.
   *
   * @param engineFull the engine with its arguments
   * @param statement as the server formats it
   * @param dependents materialized views that read it
   */
  record Table(
      String name,
      String engine,
      String engineFull,
      String partitionKey,
      List<String> sortingKey,
      String comment,
      String statement,
      List<String> dependents) {
    boolean writesTo(String table) {
      return Pattern.compile(" TO (\\S+\\.)?`?" + Pattern.quote(table) + "`?\\s")
          .matcher(statement)
          .find();
    }

    /** Whether it is a view of the table in the first place. */
    boolean reads(String table) {
      return engine.endsWith("View")
          && Pattern.compile("\\bFROM (\\S+\\.)?`?" + Pattern.quote(table) + "`?(\\s|$)")
              .matcher(statement)
              .find();
    }
  }

  Catalog(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  private void read() {
    if (read) {
      return;
    }
    // What an attempt that failed has left.
    tables.clear();
    columns.clear();
    clickHouse
        .rows(
            """
            SELECT name, engine, engine_full, partition_key, sorting_key, comment,
                   create_table_query, dependencies_table
            FROM system.tables WHERE database = currentDatabase() ORDER BY name
            """)
        .stream()
        .map(Catalog::table)
        .forEach(table -> tables.put(table.name(), table));
    clickHouse
        .rows(
            """
            SELECT table, name, type FROM system.columns
            WHERE database = currentDatabase() ORDER BY table, position
            """)
        .forEach(
            row ->
                columns
                    .computeIfAbsent(row.getString("table"), table -> new LinkedHashMap<>())
                    .put(row.getString("name"), row.getString("type")));
    read = true;
  }

  private static Table table(GenericRecord row) {
    return new Table(
        row.getString("name"),
        row.getString("engine"),
        row.getString("engine_full"),
        row.getString("partition_key"),
        Arrays.stream(row.getString("sorting_key").split(",", -1))
            .map(column -> column.strip().replace("`", ""))
            .filter(column -> !column.isEmpty())
            .toList(),
        row.getString("comment"),
        row.getString("create_table_query"),
        row.getList("dependencies_table"));
  }

  Optional<Table> table(String name) {
    read();
    return Optional.ofNullable(tables.get(name));
  }

  /** The columns' types by name, in their order; empty if there is no such table. */
  Map<String, String> columns(String table) {
    read();
    return columns.getOrDefault(table, Map.of());
  }

  TableShape shape(String name) {
    List<String> sortingKey = table(name).map(Table::sortingKey).orElse(List.of());
    Matcher month = BY_MONTH.matcher(table(name).map(Table::partitionKey).orElse(""));
    return new TableShape(
        sortingKey,
        month.matches() ? Optional.of(month.group(1)) : Optional.empty(),
        !aggregates(name).isEmpty(),
        columns(name).containsKey(CHANGED));
  }

  List<Aggregate> aggregates(String table) {
    read();
    return tables.values().stream()
        .filter(view -> view.engine().equals("View") && view.comment().equals(table))
        .map(Table::name)
        .filter(name -> name.endsWith(Aggregate.BUCKETS))
        .map(name -> aggregate(name.substring(0, name.length() - Aggregate.BUCKETS.length())))
        .toList();
  }

  /**
   * The names of aggregates of a table of which anything is left by which they can be known: the
   * view of buckets, that which counts anew, or the materialized view.
   */
  Set<String> leftOf(String table) {
    read();
    Set<String> names = new LinkedHashSet<>();
    aggregates(table).forEach(aggregate -> names.add(aggregate.view()));
    for (Table part : tables.values()) {
      for (String suffix : List.of(Aggregate.BUCKETS, "_rebuild")) {
        if (part.name().endsWith(suffix) && part.engine().equals("View") && part.reads(table)) {
          names.add(part.name().substring(0, part.name().length() - suffix.length()));
        }
      }
      if (part.name().endsWith("_data")
          && viewsOf(table).stream().anyMatch(view -> view.writesTo(part.name()))) {
        String name = part.name().substring(0, part.name().length() - "_data".length());
        if (tables.containsKey(name + "_base") || tables.containsKey(name + "_dirty")) {
          names.add(name);
        }
      }
    }
    return names;
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

  /** Materialized views that are to write into a table, whatever they read now. */
  List<Table> writersOf(String table) {
    read();
    return tables.values().stream()
        .filter(view -> view.engine().equals("MaterializedView") && view.writesTo(table))
        .toList();
  }

  /** Materialized views that read the table. */
  List<Table> viewsOf(String table) {
    return table(table).map(Table::dependents).orElse(List.of()).stream()
        .flatMap(view -> table(view).stream())
        .toList();
  }
}
