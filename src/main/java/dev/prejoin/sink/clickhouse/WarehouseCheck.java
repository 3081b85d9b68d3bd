package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.WarehouseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks, before anything starts, whether the tables can take what will land. */
public final class WarehouseCheck {
  // ClickHouse's ErrorCodes.cpp.
  private static final Set<Integer> NOT_LET_IN = Set.of(192, 193, 194, 516);
  private static final int UNKNOWN_DATABASE = 81;

  private static final Map<String, String> HIDDEN = hidden();

  private final ClickHouse clickHouse;
  private final Catalog catalog;

  public WarehouseCheck(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.catalog = new Catalog(clickHouse);
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
   * Settings that are sent with inserts and that this server does not have, or does not let the
   * user change: an insert would fail, or do something else than was asked.
   */
  public List<String> settingsProblems() {
    Map<String, Optional<String>> wanted = ClickHouseWarehouse.settings();
    String version = clickHouse.rows("SELECT version() AS version").get(0).getString("version");
    Map<String, GenericRecord> found = new HashMap<>();
    clickHouse
        .rows("SELECT name, value, toUInt8(readonly) AS fixed FROM system.settings")
        .forEach(row -> found.put(row.getString("name"), row));
    List<String> problems = new ArrayList<>();
    wanted.forEach(
        (name, value) -> {
          GenericRecord setting = found.get(name);
          if (setting == null) {
            problems.add(
                "ClickHouse %s at %s has no setting %s, which the sink sends with inserts; prejoin needs a newer ClickHouse"
                    .formatted(version, clickHouse.settings().url(), name));
          } else if (setting.getInteger("fixed") == 1
              && !value.equals(Optional.of(setting.getString("value")))) {
            String set = name + value.map(" = "::concat).orElse("");
            problems.add(
                ("ClickHouse at %s does not let user '%s' set %s, which the sink sends with"
                        + " inserts; run: ALTER USER %s SETTINGS %s CHANGEABLE_IN_READONLY")
                    .formatted(
                        clickHouse.settings().url(),
                        clickHouse.settings().user(),
                        set,
                        clickHouse.settings().user(),
                        set));
          }
        });
    return problems;
  }

  /** What a user has to mend, one line each; empty if all is well. */
  public List<String> problems(List<Landing> landings) {
    Optional<String> noAccess = access();
    if (noAccess.isPresent()) {
      return List.of(noAccess.get());
    }
    List<String> problems = new ArrayList<>();
    if (catalog.table("prejoin_done").isEmpty()) {
      problems.add(missingTable("prejoin_done"));
    }
    for (Landing landing : landings) {
      if (landing.kind() == Landing.Kind.REJECTS) {
        if (catalog.table("prejoin_rejects").isEmpty()) {
          problems.add(missingTable("prejoin_rejects"));
        }
      } else {
        problems.addAll(
            tableProblems(landing.relation(), landing.kind() == Landing.Kind.DIMENSION));
      }
    }
    return problems.stream().distinct().toList();
  }

  /** Why the database cannot be used at all, before its tables are looked at. */
  public Optional<String> access() {
    try {
      clickHouse.rows("SELECT 1 AS one");
      return Optional.empty();
    } catch (WarehouseException e) {
      String url = clickHouse.settings().url();
      if (e.kind() != WarehouseException.Kind.REFUSED) {
        return Optional.of(
            e.getMessage() + "; start it, or let clickhouse.url name where it answers by HTTP");
      }
      if (NOT_LET_IN.contains(e.code())) {
        return Optional.of(
            "ClickHouse at "
                + url
                + " does not let user '"
                + clickHouse.settings().user()
                + "' in with this password; set clickhouse.user and clickhouse.password");
      }
      if (e.code() == UNKNOWN_DATABASE) {
        return Optional.of(
            "ClickHouse at "
                + url
                + " has no database '"
                + clickHouse.settings().database()
                + "'; create it, or let clickhouse.database name another");
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String missingTable(String table) {
    return "ClickHouse has no table " + table + "; apply the files of clickhouse/ddl";
  }

  /** Whether there is a table or view of this name. */
  public boolean has(String table) {
    return catalog.table(table).isPresent();
  }

  /**
   * What keeps a table from taking these rows, one line each; empty if all is well.
   *
   * @param dimension whether they are those of a dimension, which tell when they changed
   */
  public List<String> tableProblems(Relation relation, boolean dimension) {
    String table = relation.name();
    Map<String, String> columns = catalog.columns(table);
    Optional<Catalog.Table> layout = catalog.table(table);
    if (columns.isEmpty() || layout.isEmpty()) {
      return List.of(missingTable(table));
    }
    List<String> problems = new ArrayList<>();
    for (Column column : relation.columns()) {
      checkColumn(problems, table, column, columns.get(column.name()));
    }
    List<Column> key = relation.key();
    if (key.size() == 1) {
      checkColumn(problems, table, new Column("_key", key.get(0).type()), columns.get("_key"));
    } else {
      String type = TypeNames.keyType(key.stream().map(Column::type).toList());
      checkHidden(problems, table, "_key", type, columns.get("_key"));
    }
    HIDDEN.forEach((name, type) -> checkHidden(problems, table, name, type, columns.get(name)));
    if (dimension && !columns.containsKey(Catalog.CHANGED)) {
      problems.add(missingColumn(table, Catalog.CHANGED, "Int64 DEFAULT -1"));
    }
    checkLayout(problems, table, layout.get(), columns);
    checkViews(problems, table);
    return problems;
  }

  private static void checkColumn(
      List<String> problems, String table, Column column, @Nullable String found) {
    if (found == null) {
      problems.add(missingColumn(table, column.name(), column.type().clickHouse()));
    } else if (!TypeNames.holds(found, column.type())) {
      problems.add(otherType(table, column.name(), found, column.type().clickHouse()));
    }
  }

  private static void checkHidden(
      List<String> problems, String table, String column, String type, @Nullable String found) {
    if (found == null) {
      problems.add(missingColumn(table, column, type));
    } else if (!found.replaceAll("Tuple\\(\\w+ ", "Tuple(").equals(type)) {
      problems.add(otherType(table, column, found, type));
    }
  }

  private static String missingColumn(String table, String column, String type) {
    return "ClickHouse's table %s has no column %s; run: ALTER TABLE %s ADD COLUMN %s %s"
        .formatted(table, column, table, column, type);
  }

  private static String otherType(String table, String column, String found, String type) {
    String mend =
        column.startsWith("_")
            ? "make the table anew as clickhouse/ddl has it"
            : "run: ALTER TABLE %s MODIFY COLUMN %s %s; or change the type in schemas/avro/%s.avsc"
                .formatted(table, column, type, table);
    return "ClickHouse's %s.%s is %s, which does not hold every %s; %s"
        .formatted(table, column, found, type, mend);
  }

  private static void checkLayout(
      List<String> problems, String table, Catalog.Table layout, Map<String, String> columns) {
    if (!layout.engineFull().matches("(?s)\\w*ReplacingMergeTree\\(.*\\b_version, _deleted\\).*")) {
      problems.add(
          ("ClickHouse's table %s has the engine %s; it must be ReplacingMergeTree(_version,"
                  + " _deleted), or a row that lands twice counts twice")
              .formatted(table, layout.engine()));
    }
    List<String> expressions =
        layout.sortingKey().stream().filter(column -> !columns.containsKey(column)).toList();
    if (!expressions.isEmpty()) {
      problems.add(
          "ClickHouse's table %s is sorted by %s; its ORDER BY may name columns only"
              .formatted(table, String.join(", ", expressions)));
    }
  }

  private void checkViews(List<String> problems, String table) {
    List<String> known =
        catalog.aggregates(table).stream().map(aggregate -> aggregate.view() + "_data").toList();
    for (Catalog.Table view : catalog.viewsOf(table)) {
      if (known.stream().noneMatch(view::writesTo)) {
        problems.add(
            ("ClickHouse's materialized view %s reads %s, but no view x_buckets with the comment"
                    + " '%s' belongs to it: updates and deletes would make it wrong;"
                    + " clickhouse/ddl/power shows the layout")
                .formatted(view.name(), table, table));
      }
    }
  }
}
