package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.sink.TableShape;
import dev.prejoin.sink.clickhouse.ddl.Generation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What system tables say of the tables and aggregates of the database, when it was asked last. */
final class Catalog {
  /** Of a dimension's table: where its topic changed the row last. */
  static final String CHANGED = "_changed";

  private static final Pattern BY_MONTH = Pattern.compile("toYYYYMM\\(`?(\\w+)`?\\)");
  private static final Set<String> HIDDEN_IN_DATA = Set.of("_shard", "_seg", "_base", "_bucket");

  private final ClickHouse clickHouse;
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

  /** By table of states: how the server makes a bucket's number. */
  private final Map<String, String> bucketNumbers = new HashMap<>();

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

  /** What was made or dropped meanwhile is seen from here on. */
  void refresh() {
    read = false;
    read();
  }

  private void read() {
    if (read) {
      return;
    }
    // What an attempt that failed has left.
    tables.clear();
    columns.clear();
    bucketNumbers.clear();
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
            SELECT table, name, type, default_expression FROM system.columns
            WHERE database = currentDatabase() ORDER BY table, position
            """)
        .forEach(
            row -> {
              columns
                  .computeIfAbsent(row.getString("table"), table -> new LinkedHashMap<>())
                  .put(row.getString("name"), row.getString("type"));
              if (row.getString("name").equals("_bucket")) {
                bucketNumbers.put(row.getString("table"), row.getString("default_expression"));
              }
            });
    read = true;
  }

  private static Table table(GenericRecord row) {
    return new Table(
        row.getString("name"),
        row.getString("engine"),
        row.getString("engine_full"),
        row.getString("partition_key"),
        columnsOf(row.getString("sorting_key")),
        row.getString("comment"),
        row.getString("create_table_query"),
        row.getList("dependencies_table"));
  }

  /** Of {@code (a)}, too: 26.7 keeps the parentheses of ORDER BY about a single column. */
  private static List<String> columnsOf(String sortingKey) {
    boolean one = sortingKey.matches("\\(`?\\w+`?\\)");
    String columns = one ? sortingKey.substring(1, sortingKey.length() - 1) : sortingKey;
    return Arrays.stream(columns.split(",", -1))
        .map(column -> column.strip().replace("`", ""))
        .filter(column -> !column.isEmpty())
        .toList();
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
        .map(name -> name.substring(0, name.length() - Aggregate.BUCKETS.length()))
        .filter(name -> !isReplaced(name))
        .map(this::aggregate)
        .toList();
  }

  /** The number of the generation that an aggregate's view shows; 0 if there is no such view. */
  int shown(String aggregate) {
    return table(aggregate)
        .filter(view -> view.engine().equals("View"))
        .map(
            view ->
                Pattern.compile("\\b" + Pattern.quote(aggregate) + "(?:__(\\d{1,4}))?_data\\b")
                    .matcher(view.statement()))
        .filter(Matcher::find)
        .map(states -> states.group(1) == null ? 1 : Integer.parseInt(states.group(1)))
        .orElse(0);
  }

  /** Whether a later generation is shown in its place: it is about to be dropped. */
  boolean isReplaced(String name) {
    Generation generation = Generation.of(name);
    return shown(generation.aggregate()) > generation.number();
  }

  /** The names of all, of whatever table. */
  List<String> allAggregates() {
    read();
    return tables.values().stream()
        .filter(view -> view.engine().equals("View") && !view.comment().isEmpty())
        .map(Table::name)
        .filter(name -> name.endsWith(Aggregate.BUCKETS))
        .map(name -> name.substring(0, name.length() - Aggregate.BUCKETS.length()))
        .toList();
  }

  /** Those to which each new row comes, as all is there that makes them. */
  Set<String> wholeAggregates(String table) {
    Set<String> names = new LinkedHashSet<>();
    for (Aggregate aggregate : aggregates(table)) {
      if (!writersOf(aggregate.view() + "_data").isEmpty()) {
        names.add(aggregate.view());
      }
    }
    return names;
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
    names.removeIf(this::isReplaced);
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
    String bucket = bucketNumbers.getOrDefault(name + "_data", "");
    Optional<Table> counted =
        table(name + Aggregate.BUCKETS).flatMap(view -> table(view.comment()));
    List<String> sorted = new ArrayList<>(counted.map(Table::sortingKey).orElse(List.of()));
    List<String> unsorted =
        new ArrayList<>(counted.map(Table::name).map(this::columns).orElse(Map.of()).keySet());
    unsorted.removeAll(sorted);
    sorted.retainAll(keys);
    unsorted.retainAll(keys);
    return new Aggregate(name, keys, times, sorted, unsorted, states, bucket, Optional.empty());
  }

  /** Whether a materialized view fills an aggregate that is about to be dropped. */
  boolean fillsReplaced(Table view) {
    return allAggregates().stream()
        .filter(this::isReplaced)
        .anyMatch(aggregate -> view.writesTo(aggregate + "_data"));
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
