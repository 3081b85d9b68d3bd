package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.runtime.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of its own in which ClickHouse runs the pipeline's statements, as a user wrote them,
 * over what PostgreSQL holds now.
 */
final class Scratch {
  static final String DATABASE = "prejoin_oracle";

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

  Scratch(ClickHouseHttp clickHouse, OracleSettings settings, PipelineText pipeline) {
    this.clickHouse = clickHouse;
    this.settings = settings;
    this.pipeline = pipeline;
  }

  void create() {
    drop();
    clickHouse.execute(null, "CREATE DATABASE " + DATABASE);
  }

  void drop() {
    clickHouse.execute(null, "DROP DATABASE IF EXISTS " + DATABASE + " SYNC");
  }

  /** The tables and the user's own views, then the rows: dimensions first, as facts meet them. */
  void fill(Map<String, LandedTable> landed) {
    Map<PipelineText.Source, Map<String, String>> sources = new LinkedHashMap<>();
    for (PipelineText.Source source : pipeline.sources()) {
      Map<String, String> columns = typesOf(source, landed);
      createTable(source.name(), columns);
      sources.put(source, columns);
    }
    for (PipelineText.View view : pipeline.views()) {
      LandedTable target = landed.get(view.target());
      if (target == null) {
        clickHouse.execute(
            DATABASE,
            "CREATE TABLE " + Sql.identifier(view.target()) + ENGINE + "EMPTY AS " + view.select());
      } else {
        createTable(view.target(), target.columns());
      }
    }
    pipeline.views().forEach(view -> clickHouse.execute(DATABASE, view.statement()));
    String zone = postgresZone();
    for (boolean dimensions : new boolean[] {true, false}) {
      sources.forEach(
          (source, columns) -> {
            if (source.changeTable() == dimensions) {
              copy(source, columns, zone);
            }
          });
    }
  }

  private Map<String, String> typesOf(PipelineText.Source source, Map<String, LandedTable> landed) {
    LandedTable table = landed.get(source.name());
    return table == null ? postgresTypes(source) : table.columns();
  }

  private void createTable(String name, Map<String, String> columns) {
    clickHouse.execute(
        DATABASE,
        columns.entrySet().stream()
            .map(column -> Sql.identifier(column.getKey()) + " " + column.getValue())
            .collect(
                Collectors.joining(
                    ", ", "CREATE TABLE " + Sql.identifier(name) + " (", ")" + ENGINE)));
  }

  private void copy(PipelineText.Source source, Map<String, String> columns, String zone) {
    Map<String, String> arriving = postgresTypes(source);
    Set<String> zoned = zonedColumns(source);
    String values =
        columns.entrySet().stream()
            .map(
                column ->
                    "CAST("
                        + instant(column.getKey(), arriving, zoned, zone)
                        + " AS "
                        + column.getValue()
                        + ")")
            .collect(Collectors.joining(", "));
    clickHouse.execute(
        DATABASE,
        "INSERT INTO "
            + Sql.identifier(source.name())
            + " ("
            + Sql.identifiers(columns.keySet())
            + ") SELECT "
            + values
            + " FROM "
            + POSTGRES,
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
