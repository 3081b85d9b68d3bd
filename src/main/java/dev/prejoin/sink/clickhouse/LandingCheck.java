package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a table can take the rows that are to land in it. */
final class LandingCheck {
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Map<String, String> HIDDEN = hidden();

  /** By which the engine and the sorting key go: ClickHouse does not change their types. */
  private static final Set<String> FIXED = Set.of("_key", "_version", "_deleted");

  private final Catalog catalog;
  private final Remedies remedies;
  private final Relation relation;
  private final boolean dimension;
  private final String table;
  private final Map<String, String> columns;
  private final List<String> problems = new ArrayList<>();

  private LandingCheck(Catalog catalog, Remedies remedies, Relation relation, boolean dimension) {
    this.catalog = catalog;
    this.remedies = remedies;
    this.relation = relation;
    this.dimension = dimension;
    this.table = relation.name();
    this.columns = catalog.columns(table);
  }

  private static Map<String, String> hidden() {
    Map<String, String> hidden = new LinkedHashMap<>();
    hidden.put("_shard", "UInt32");
    hidden.put("_version", "UInt128");
    hidden.put("_deleted", "UInt8");
    hidden.put("_correction", "UInt8");
    hidden.put("_seg", "UInt64");
    hidden.put("_matched", "UInt32");
    hidden.put("_seen", "Array(Int64)");
    return hidden;
  }

  /**
   * What is unfit, a line each; empty if all is well.
   *
   * @param dimension whether the rows are those of a dimension, which tell when they changed
   */
  static List<String> problems(
      Catalog catalog, Remedies remedies, Relation relation, boolean dimension) {
    return new LandingCheck(catalog, remedies, relation, dimension).problems();
  }

  private List<String> problems() {
    Optional<Catalog.Table> layout = catalog.table(table);
    if (columns.isEmpty() || layout.isEmpty()) {
      return remedies.isPending(table)
          ? List.of()
          : List.of(
              "ClickHouse has no table %s (if it was dropped, ./prejoin snapshot brings its rows again); %s"
                  .formatted(table, remedies.make(table)));
    }
    relation.columns().forEach(column -> checkColumn(column, columns.get(column.name())));
    List<Column> key = relation.key();
    if (key.size() == 1) {
      checkColumn(new Column("_key", key.get(0).type()), columns.get("_key"));
    } else {
      String type = TypeNames.keyType(key.stream().map(Column::type).toList());
      checkHidden("_key", type, columns.get("_key"));
    }
    HIDDEN.forEach((name, type) -> checkHidden(name, type, columns.get(name)));
    if (dimension && !columns.containsKey(Catalog.CHANGED)) {
      problems.add(missingColumn(Catalog.CHANGED, "Int64 DEFAULT -1"));
    }
    checkEngine(layout.get());
    checkOrder(layout.get());
    return problems;
  }

  private void checkColumn(Column column, @Nullable String found) {
    if (found == null) {
      if (!remedies.isPending(table, column.name())) {
        problems.add(missingColumn(column.name(), column.type().clickHouse()));
      }
    } else if (!TypeNames.holds(found, column.type())) {
      problems.add(otherType(column.name(), found, column.type().clickHouse()));
    }
  }

  private void checkHidden(String column, String type, @Nullable String found) {
    if (found == null) {
      problems.add(missingColumn(column, type));
    } else if (!found.replaceAll("Tuple\\(\\w+ ", "Tuple(").equals(type)) {
      problems.add(otherType(column, found, type));
    }
  }

  private String missingColumn(String column, String type) {
    return "ClickHouse's table %s has no column %s; %s"
        .formatted(table, column, remedies.add(table, column, type));
  }

  private String otherType(String column, String found, String type) {
    String mend = "run: ALTER TABLE %s MODIFY COLUMN %s %s".formatted(table, column, type);
    if (FIXED.contains(column)) {
      mend =
          "its type cannot be changed: run, while prejoin is stopped: DROP TABLE %s, then %s; its rows come again with ./prejoin snapshot"
              .formatted(name(table), remedies.make(table).replaceFirst("^run: ", ""));
    } else if (!column.startsWith("_")) {
      mend += "; or change the type in schemas/avro/%s.avsc".formatted(table);
    }
    return "ClickHouse's %s.%s is %s, which does not hold every %s; %s"
        .formatted(table, column, found, type, mend);
  }

  private void checkEngine(Catalog.Table layout) {
    if (!layout.engineFull().matches("(?s)\\w*ReplacingMergeTree\\(.*\\b_version, _deleted\\).*")) {
      problems.add(
          ("ClickHouse's table %s has the engine %s; it must be ReplacingMergeTree(_version,"
                  + " _deleted), or a row that lands twice counts twice; %s")
              .formatted(table, layout.engine(), copied(layout)));
    }
  }

  private void checkOrder(Catalog.Table layout) {
    List<String> order = layout.sortingKey();
    List<String> expressions =
        order.stream().filter(column -> !columns.containsKey(column)).toList();
    if (!expressions.isEmpty()) {
      problems.add(
          "ClickHouse's table %s is sorted by %s; its ORDER BY may name columns only; %s"
              .formatted(table, String.join(", ", expressions), copied(layout)));
    } else if (!order.contains("_key")
        && !order.containsAll(relation.key().stream().map(Column::name).toList())) {
      problems.add(
          "ClickHouse's table %s is sorted by %s, without _key, so that two rows of the source become one; %s"
              .formatted(table, String.join(", ", order), copied(layout)));
    }
  }

  /** In the same order, as far as it is of columns, and with the key at its end. */
  private String copied(Catalog.Table layout) {
    if (!layout.engine().endsWith("MergeTree")) {
      return remedies.remake(layout) + "; its rows come again with ./prejoin snapshot";
    }
    Set<String> order = new LinkedHashSet<>();
    Matcher words = WORD.matcher(String.join(", ", layout.sortingKey()));
    while (words.find()) {
      if (columns.containsKey(words.group())) {
        order.add(words.group());
      }
    }
    if (!order.containsAll(relation.key().stream().map(Column::name).toList())) {
      order.remove("_key");
      order.add("_key");
    }
    return Remedies.copy(
        layout,
        List.copyOf(order),
        order.stream().anyMatch(column -> columns.getOrDefault(column, "").contains("Nullable")));
  }
}
