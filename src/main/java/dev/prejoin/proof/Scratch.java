package dev.prejoin.proof;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.runtime.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of its own in which ClickHouse runs the pipeline's statements over what PostgreSQL
 * holds now: as a user wrote them, or, where keys are known, with {@value LandedTable#KEY} as one
 * more column.
 */
final class Scratch {
  /** A dimension's key must not be taken for that of the facts which are joined with it. */
  static final String DIMENSION_KEY = "_dimension_key";

  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  private static final String ENGINE = " ENGINE = MergeTree ORDER BY tuple() ";
  private static final String POSTGRES =
      "postgresql({address:String}, {base:String}, {table:String}, {user:String},"
          + " {password:String}, {schema:String})";

  /** The text of a time has the zone of PostgreSQL's session, and ClickHouse drops its offset. */
  private static final String POSTGRES_ZONE =
      "SELECT zone FROM postgresql({address:String}, {base:String},"
          + " query('SELECT current_setting(\\'TimeZone\\') AS zone'), {user:String},"
          + " {password:String})";

  private static final String UTC = "UTC";

  private final ClickHouseHttp clickHouse;
  private final OracleSettings settings;
  private final PipelineText pipeline;
  private final String database;
  private final SourceKeys keys;
  private final Map<PipelineText.Source, SourceColumns> sources = new LinkedHashMap<>();

  /**
   * A part of a source's rows.
   *
   * @param where a condition that PostgreSQL can look at; empty if there is none
   * @param keysIn a table of the keys that are wanted; empty for all
   */
  record Portion(String where, String keysIn) {
    static final Portion ALL = new Portion("", "");

    private String condition(String key) {
      List<String> conditions = new ArrayList<>();
      if (!where.isEmpty()) {
        conditions.add(where);
      }
      if (!keysIn.isEmpty()) {
        conditions.add(
            key + " IN (SELECT " + LandedTable.KEY + " FROM " + Sql.identifier(keysIn) + ")");
      }
      return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
  }

  /**
   * @param database there already, and empty
   */
  Scratch(
      ClickHouseHttp clickHouse,
      OracleSettings settings,
      PipelineText pipeline,
      String database,
      SourceKeys keys) {
    this.clickHouse = clickHouse;
    this.settings = settings;
    this.pipeline = pipeline;
    this.database = database;
    this.keys = keys;
  }

  /**
   * Makes the tables and the user's own views.
   *
   * @param asLanded targets whose rows are those that have landed
   */
  void prepare(Map<String, LandedTable> landed, Set<String> asLanded) {
    String zone = postgresZone();
    for (PipelineText.Source source : pipeline.sources()) {
      SourceColumns columns = columns(source, landed.get(source.name()), zone);
      createTable(source.name(), columns.types());
      sources.put(source, columns);
    }
    for (PipelineText.View view : pipeline.views()) {
      LandedTable target = landed.get(view.target());
      if (target == null) {
        clickHouse.execute(
            database,
            "CREATE TABLE " + Sql.identifier(view.target()) + ENGINE + "EMPTY AS " + select(view));
      } else {
        Map<String, String> columns = new LinkedHashMap<>(target.columns());
        if (keys.known() && !asLanded.contains(view.target())) {
          target.keyType().ifPresent(type -> columns.put(LandedTable.KEY, type));
        }
        createTable(view.target(), columns);
      }
    }
    pipeline.views().stream()
        .filter(view -> !asLanded.contains(view.target()))
        .forEach(view -> clickHouse.execute(database, statement(view)));
  }

  private String select(PipelineText.View view) {
    return keys.known() ? view.selectWith(LandedTable.KEY) : view.select();
  }

  private String statement(PipelineText.View view) {
    return keys.known()
        ? "CREATE MATERIALIZED VIEW %s TO %s AS %s"
            .formatted(
                Sql.identifier("_view_" + view.target()),
                Sql.identifier(view.target()),
                select(view))
        : view.statement();
  }

  /** Takes the rows of all tables away again. */
  void empty() {
    pipeline.sources().forEach(source -> truncate(source.name()));
    pipeline.views().forEach(view -> truncate(view.target()));
  }

  private void truncate(String table) {
    clickHouse.execute(database, "TRUNCATE TABLE " + Sql.identifier(table) + " SYNC");
  }

  /** Takes the rows of a table as they have landed. */
  void takeLanded(LandedTable table) {
    String columns = Sql.identifiers(table.columns().keySet());
    clickHouse.execute(
        database,
        "INSERT INTO %s (%s) SELECT %s FROM %s.%s%s"
            .formatted(
                Sql.identifier(table.name()),
                columns,
                columns,
                Sql.identifier(settings.database()),
                Sql.identifier(table.name()),
                table.replacing() ? " FINAL" : ""));
  }

  /**
   * Copies rows: dimensions first, and what views make dimensions of, as facts meet them.
   *
   * @param portions of each source; none for no rows
   */
  void fill(Function<PipelineText.Source, List<Portion>> portions) {
    sources.entrySet().stream()
        .sorted(
            comparing(
                    (Map.Entry<PipelineText.Source, SourceColumns> each) ->
                        !each.getKey().changeTable())
                .thenComparing(each -> -pipeline.reach(each.getKey())))
        .forEach(
            each ->
                portions
                    .apply(each.getKey())
                    .forEach(portion -> copy(each.getKey(), each.getValue(), portion)));
  }

  /** The column of a source by which it can be bounded in time: of this name, and not a date. */
  boolean hasTime(PipelineText.Source source, String column) {
    return postgresTypes(source).getOrDefault(column, "").contains("DateTime64");
  }

  /** What a source's table gives, as expressions over PostgreSQL's columns. */
  private SourceColumns columns(
      PipelineText.Source source, @Nullable LandedTable landed, String zone) {
    Map<String, String> arriving = postgresTypes(source);
    Set<String> zoned = zonedColumns(source);
    Map<String, String> types = new LinkedHashMap<>(landed == null ? arriving : landed.columns());
    Map<String, String> values = new LinkedHashMap<>();
    types.forEach(
        (column, type) -> values.put(column, cast(instant(column, arriving, zoned, zone), type)));
    String key = "";
    List<String> keyColumns = keys.of(source.name());
    if (!keyColumns.isEmpty()) {
      String name = source.changeTable() ? DIMENSION_KEY : LandedTable.KEY;
      String type =
          Optional.ofNullable(landed)
              .flatMap(LandedTable::keyType)
              .orElseGet(() -> tuple("Tuple", keyColumns, c -> arriving.getOrDefault(c, "String")));
      key = cast(tuple("tuple", keyColumns, c -> instant(c, arriving, zoned, zone)), type);
      types.put(name, type);
      values.put(name, key);
    }
    return new SourceColumns(types, values, key);
  }

  private static String tuple(String word, List<String> columns, UnaryOperator<String> each) {
    return columns.size() == 1
        ? each.apply(columns.get(0))
        : columns.stream().map(each).collect(Collectors.joining(", ", word + "(", ")"));
  }

  private static String cast(String value, String type) {
    return "CAST(" + value + " AS " + type + ")";
  }

  private void createTable(String name, Map<String, String> columns) {
    clickHouse.execute(
        database,
        columns.entrySet().stream()
            .map(column -> Sql.identifier(column.getKey()) + " " + column.getValue())
            .collect(
                Collectors.joining(
                    ", ", "CREATE TABLE " + Sql.identifier(name) + " (", ")" + ENGINE)));
  }

  private void copy(PipelineText.Source source, SourceColumns columns, Portion portion) {
    clickHouse.execute(
        database,
        "INSERT INTO %s (%s) SELECT %s FROM %s%s"
            .formatted(
                Sql.identifier(source.name()),
                Sql.identifiers(columns.types().keySet()),
                String.join(", ", columns.values().values()),
                POSTGRES,
                portion.condition(columns.key())),
        postgres(source.schema(), source.table()));
  }

  private static String instant(
      String column, Map<String, String> arriving, Set<String> zoned, String zone) {
    String name = Sql.identifier(column);
    if (!arriving.getOrDefault(column, "").contains("DateTime64")) {
      return name;
    }
    return "toDateTime64(toString("
        + name
        + "), 6, "
        + Sql.literal(zoned.contains(column) ? zone : UTC)
        + ")";
  }

  private Map<String, String> postgresTypes(PipelineText.Source source) {
    Map<String, String> types = new LinkedHashMap<>();
    clickHouse
        .rows(null, "DESCRIBE TABLE " + POSTGRES, postgres(source.schema(), source.table()))
        .forEach(row -> types.put(row.path(0).asText(), row.path(1).asText()));
    return types;
  }

  private Set<String> zonedColumns(PipelineText.Source source) {
    return clickHouse
        .rows(
            null,
            "SELECT column_name FROM "
                + POSTGRES
                + " WHERE data_type = 'timestamp with time zone' AND table_schema = "
                + Sql.literal(source.schema())
                + " AND table_name = "
                + Sql.literal(source.table()),
            postgres("information_schema", "columns"))
        .stream()
        .map(row -> row.path(0).asText())
        .collect(Collectors.toSet());
  }

  private String postgresZone() {
    try {
      for (JsonNode row : clickHouse.rows(null, POSTGRES_ZONE, postgres("", ""))) {
        return row.path(0).asText();
      }
    } catch (ProblemException e) {
      LOG.warn(
          "This ClickHouse cannot ask for the zone of PostgreSQL's sessions: taken as UTC. {}",
          e.getMessage());
    }
    return UTC;
  }

  /**
   * The columns of a source's table.
   *
   * @param types in ClickHouse
   * @param values expressions that give them
   * @param key the expression of the primary key; empty if it is not asked for
   */
  private record SourceColumns(Map<String, String> types, Map<String, String> values, String key) {}

  private Map<String, String> postgres(String schema, String table) {
    return Map.of(
        "address",
        settings.postgresHost() + ":" + settings.postgresPort(),
        "base",
        settings.postgresDatabase(),
        "schema",
        schema,
        "table",
        table,
        "user",
        settings.postgresUser(),
        "password",
        settings.postgresPassword());
  }
}
