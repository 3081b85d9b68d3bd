package dev.prejoin.sink.clickhouse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the tables are fit that prejoin keeps for itself. */
final class OwnTableCheck {
  static final String DONE = "prejoin_done";
  static final String REJECTS = "prejoin_rejects";
  static final String FILLS = "prejoin_fills";
  static final String FILLED = "prejoin_filled";
  static final String KEPT = "prejoin_kept";
  static final String REFUSED = "prejoin_refused";

  private final Catalog catalog;
  private final Remedies remedies;

  OwnTableCheck(Catalog catalog, Remedies remedies) {
    this.catalog = catalog;
    this.remedies = remedies;
  }

  /** What has landed: the newest of each column, whatever is merged. */
  List<String> done() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("topic", "String");
    columns.put("topic_id", "String");
    columns.put("_shard", "UInt32");
    columns.put("position", "SimpleAggregateFunction(max, Int64)");
    columns.put("_seg", "SimpleAggregateFunction(max, UInt64)");
    columns.put("_clean", "SimpleAggregateFunction(max, UInt64)");
    columns.put("at", "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))");
    return aggregating(DONE, Set.of("topic", "topic_id", "_shard"), columns);
  }

  /** The rows that rules kept out. */
  List<String> rejects() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String text : List.of("view", "key", "rule", "reason", "source", "row")) {
      columns.put(text, "String");
    }
    columns.put("at", "DateTime64(3, 'UTC')");
    columns.put("_shard", "UInt32");
    columns.put("_version", "UInt128");
    columns.put("_deleted", "UInt8");
    return problems(
        REJECTS,
        "\\w*ReplacingMergeTree\\(.*\\b_version, _deleted\\).*",
        "ReplacingMergeTree(_version, _deleted)",
        Set.of("view", "key"),
        columns);
  }

  /** Which aggregates are to be counted from all rows. */
  List<String> fills() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("aggregate", "String");
    columns.put("landing", "String");
    columns.put("request", "UInt64");
    columns.put("paused", "UInt8");
    columns.put("_version", "UInt64");
    return problems(
        FILLS,
        "\\w*ReplacingMergeTree\\(.*\\b_version\\).*",
        "ReplacingMergeTree(_version)",
        Set.of("aggregate"),
        columns);
  }

  /** How far they are. */
  List<String> filled() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("aggregate", "String");
    columns.put("request", "UInt64");
    columns.put("_shard", "UInt32");
    columns.put("part", "String");
    columns.put("_seg", "SimpleAggregateFunction(max, UInt64)");
    return aggregating(FILLED, Set.of("aggregate", "request", "_shard", "part"), columns);
  }

  /** From when on tables have all of their rows. */
  List<String> kept() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("landing", "String");
    columns.put("since", "SimpleAggregateFunction(max, DateTime('UTC'))");
    return aggregating(KEPT, Set.of("landing"), columns);
  }

  /** How many rows were too old. */
  List<String> refused() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("landing", "String");
    columns.put("_shard", "UInt32");
    columns.put("begin", "Int64");
    columns.put("end", "Int64");
    columns.put("rows", "UInt64");
    return problems(
        REFUSED,
        "\\w*ReplacingMergeTree\\(.*\\bat\\).*",
        "ReplacingMergeTree(at)",
        Set.of("landing", "_shard", "begin"),
        columns);
  }

  private List<String> aggregating(String table, Set<String> order, Map<String, String> wanted) {
    return problems(
        table,
        "(Replicated|Shared)?AggregatingMergeTree\\b.*",
        "AggregatingMergeTree",
        order,
        wanted);
  }

  private List<String> problems(
      String table,
      String enginePattern,
      String engine,
      Set<String> order,
      Map<String, String> wanted) {
    Optional<Catalog.Table> found = catalog.table(table);
    if (found.isEmpty()) {
      return remedies.isPending(table)
          ? List.of()
          : List.of("ClickHouse has no table %s; %s".formatted(table, remedies.make(table)));
    }
    List<String> unfit = new ArrayList<>();
    if (!found.get().engineFull().matches("(?s)" + enginePattern)) {
      unfit.add("has the engine %s and must have %s".formatted(found.get().engine(), engine));
    }
    if (!Set.copyOf(found.get().sortingKey()).equals(order)) {
      unfit.add(
          "is sorted by (%s) and must be by (%s)"
              .formatted(
                  String.join(", ", found.get().sortingKey()),
                  String.join(", ", order.stream().sorted().toList())));
    }
    Map<String, String> columns = catalog.columns(table);
    wanted.forEach(
        (column, type) -> {
          String is = columns.get(column);
          if (is == null) {
            unfit.add("has no column %s %s".formatted(column, type));
          } else if (!is.replaceFirst("^LowCardinality\\((.*)\\)$", "$1").equals(type)) {
            unfit.add("has the column %s as %s and must as %s".formatted(column, is, type));
          }
        });
    return unfit.isEmpty()
        ? List.of()
        : List.of(
            "ClickHouse's table %s %s; run, while prejoin is stopped: RENAME TABLE %s TO %s_before, then %s, and INSERT INTO %s (%s) SELECT those columns FROM %s_before"
                .formatted(
                    table,
                    String.join(", ", unfit),
                    table,
                    table,
                    remedies.make(table).replaceFirst("^run: ", ""),
                    table,
                    String.join(", ", wanted.keySet()),
                    table));
  }
}
