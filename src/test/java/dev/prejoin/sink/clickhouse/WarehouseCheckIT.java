package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ddl.DefinedAggregates;
import dev.prejoin.sink.clickhouse.ddl.DefinedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseCheckIT {
  /** A setting of the server, as an option of its client. */
  private static final String READ_ONLY = "clickhouse_setting_readonly";

  private final String name = "c" + UUID.randomUUID().toString().replace("-", "");

  /** Joined rows and rejects. */
  private static List<Landing> landings() {
    AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
    Relation relation =
        new Relation(
            "l3_power_joined",
            schemas.find("l3_power_joined").orElseThrow().columns(),
            schemas.find("l1_power_raw").orElseThrow().key());
    return Stream.of(Landing.Kind.REJECTS, Landing.Kind.FACT)
        .map(
            kind ->
                new Landing(
                    relation.name(),
                    relation,
                    new JsonRowCodec(relation.key()),
                    new JsonRowCodec(relation.columns()),
                    kind))
        .toList();
  }

  private static WarehouseCheck check(ClickHouse clickHouse) {
    return new WarehouseCheck(clickHouse, DdlOutline.NONE);
  }

  /** With what the shipped files make. */
  private static WarehouseCheck checkOfFiles(ClickHouse clickHouse) {
    Map<String, Path> files = new HashMap<>();
    for (String folder : List.of("clickhouse/ddl/prejoin", "clickhouse/ddl/power")) {
      DefinedNames.in(Path.of(folder))
          .files()
          .forEach((name, file) -> files.put(name, Path.of(folder, file)));
    }
    return new WarehouseCheck(
        clickHouse, new DdlOutline(files, DefinedAggregates.in(Path.of("clickhouse/ddl/power"))));
  }

  private static List<String> problems(WarehouseCheck check) {
    return check.problems(landings());
  }

  /** Does what a problem says, as a user would. */
  private static void mend(ClickHouse clickHouse, String problem) throws IOException {
    String statements = problem.replaceFirst("(?s).*[;,] run[^:]*: ", "");
    for (String part : statements.split("; |, then ")) {
      Matcher file = Pattern.compile("clickhouse-client .* --queries-file (\\S+)").matcher(part);
      if (file.matches()) {
        for (String statement : DdlScript.statements(Files.readString(Path.of(file.group(1))))) {
          clickHouse.execute(statement, Map.of());
        }
      } else {
        clickHouse.execute(part, Map.of());
      }
    }
  }

  @Test
  void shouldFindNothingWrongWithItsOwnTables() {
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      assertThat(problems(check(clickHouse))).isEmpty();
      assertThat(problems(checkOfFiles(clickHouse))).isEmpty();
      assertThat(new Ddl(clickHouse).apply(Path.of("clickhouse/ddl/power"))).isEmpty();
    }
  }

  @Test
  void shouldNameTheVersionThatTheTestsRunOn() {
    try (ClickHouse clickHouse = TestServers.newDatabase(name)) {
      WarehouseCheck check = check(clickHouse);
      assertThat(clickHouse.rows("SELECT version() AS v").get(0).getString("v"))
          .startsWith(WarehouseCheck.TESTED + ".");
      assertThat(check.versionWarnings()).isEmpty();
      assertThat(check.abilityProblems()).isEmpty();
    }
  }

  @Test
  void shouldSayWhichSettingsOfAnInsertTheUserMayNotChange() {
    ClickHouseSettings own = TestServers.clickHouse(TestServers.clickHousePort(), "default");
    try (ClickHouse free = new ClickHouse(own);
        ClickHouse bound =
            new ClickHouse(
                new ClickHouseSettings(
                    own.url(), "default", "", "default", Map.of(READ_ONLY, "1")))) {
      assertThat(check(free).settingsProblems()).isEmpty();
      assertThat(check(bound).settingsProblems())
          .contains(
              "ClickHouse at %s does not let user 'default' set async_insert = 0, which the sink sends with inserts; run: ALTER USER default SETTINGS async_insert = 0 CHANGEABLE_IN_READONLY"
                  .formatted(own.url()));
    }
  }

  @Test
  void shouldStopAStatementForWhoseAnswerNobodyWaitsAnyMore() {
    ClickHouseSettings own = TestServers.clickHouse(TestServers.clickHousePort(), "default");
    try (ClickHouse impatient =
        new ClickHouse(
            new ClickHouseSettings(
                own.url(), "default", "", "default", Map.of("socket_timeout", "4000")))) {
      assertThatThrownBy(
              () ->
                  impatient.execute(
                      "SELECT sum(sleepEachRow(0.05)) FROM numbers(1000) FORMAT Null",
                      Map.of(
                          "max_block_size", "1", "function_sleep_max_microseconds_per_block", "0")))
          .isInstanceOf(WarehouseException.class)
          .extracting(e -> ((WarehouseException) e).code())
          .isEqualTo(159);
    }
  }

  @Test
  void shouldSayAllThatIsWrongWithATable() {
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      clickHouse.execute("DROP VIEW mv_l3_to_l4_stats", Map.of());
      clickHouse.execute("DROP VIEW l4_power_agg_stats_buckets", Map.of());
      clickHouse.execute("ALTER TABLE l3_power_joined DROP PROJECTION by_key", Map.of());
      clickHouse.execute("ALTER TABLE l3_power_joined DROP COLUMN latitude", Map.of());
      clickHouse.execute(
          "ALTER TABLE l3_power_joined MODIFY COLUMN power_usage_kWh Float32", Map.of());
      clickHouse.execute("ALTER TABLE l3_power_joined DROP COLUMN _seg", Map.of());
      clickHouse.execute(
          "CREATE MATERIALIZED VIEW mine ENGINE = MergeTree ORDER BY n AS"
              + " SELECT count() AS n FROM l3_power_joined",
          Map.of());
      assertThat(problems(check(clickHouse)))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains("ALTER TABLE l3_power_joined ADD COLUMN latitude Float64"))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains("power_usage_kWh is Float32, which does not hold every Float64"))
          .anySatisfy(problem -> assertThat(problem).contains("ADD COLUMN _seg UInt64"))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains(
                          "materialized view mine", "DROP VIEW `mine`, and put its statement"))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains("has no view l4_power_agg_stats_buckets, by which the sink finds"))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains("no materialized view of ClickHouse writes new rows")
                      .contains("into l4_power_agg_stats_data"))
          .anySatisfy(
              problem ->
                  assertThat(problem).contains("run: INSERT INTO `l4_power_agg_stats_dirty`"))
          .hasSize(7);
    }
  }

  @Test
  void shouldSayHowToMendEveryPartOfAnAggregate() throws Exception {
    Map<String, String> spoiling = new LinkedHashMap<>();
    spoiling.put("DROP TABLE l4_power_agg_stats_data", "no table l4_power_agg_stats_data");
    spoiling.put("DROP TABLE l4_power_agg_stats_base", "no table l4_power_agg_stats_base");
    spoiling.put("DROP TABLE l4_power_agg_stats_floor", "no table l4_power_agg_stats_floor");
    spoiling.put("DROP TABLE l4_power_agg_stats_dirty", "no table l4_power_agg_stats_dirty");
    spoiling.put("DROP TABLE l4_power_agg_stats_round", "no table l4_power_agg_stats_round");
    spoiling.put("DROP VIEW l4_power_agg_stats_stale", "no view l4_power_agg_stats_stale");
    spoiling.put("DROP VIEW l4_power_agg_stats_rebuild", "no view l4_power_agg_stats_rebuild");
    spoiling.put("DROP VIEW l4_power_agg_stats_buckets", "no view l4_power_agg_stats_buckets");
    spoiling.put("DROP VIEW l4_power_agg_stats", "no view l4_power_agg_stats, which queries read");
    spoiling.put("DROP VIEW mv_l3_to_l4_stats", "no materialized view of ClickHouse writes");
    spoiling.put(
        "CREATE OR REPLACE TABLE l4_power_agg_stats_base (device_id UInt32, _bucket UInt128,"
            + " _shard UInt32, _seg UInt32) ENGINE = MergeTree ORDER BY (device_id, _shard)",
        "l4_power_agg_stats_base of the aggregate l4_power_agg_stats has the engine MergeTree and"
            + " must have ReplacingMergeTree(_seg), is sorted by (device_id, _shard) and must be by"
            + " (_bucket), has the column _seg as UInt32 and must as UInt64");
    spoiling.put(
        "ALTER TABLE l4_power_agg_stats_round DROP COLUMN _bucket",
        "has no column _bucket UInt128");
    spoiling.put(
        "CREATE OR REPLACE TABLE l4_power_agg_stats_round (ts_hour DateTime, customer_id String,"
            + " building_type String, latitude Float64, longitude Float64,"
            + " _shard UInt32, _seg UInt64, _slice UInt32, _bucket UInt128)"
            + " ENGINE = MergeTree ORDER BY _shard",
        "has no column device_id");
    spoiling.put(
        "ALTER TABLE l4_power_agg_stats_buckets MODIFY COMMENT 'another'",
        "has the comment 'another', and must have 'l3_power_joined'");
    spoiling.put(
        "ALTER TABLE mv_l3_to_l4_stats MODIFY QUERY SELECT toStartOfHour(timestamp) AS ts_hour,"
            + " device_id, customer_id, building_type, latitude, longitude, _shard, _seg,"
            + " toUInt8(0) AS _base, countState(power_usage_kWh) AS usage_count,"
            + " sumState(power_usage_kWh) AS usage_sum, minState(power_usage_kWh) AS usage_min,"
            + " maxState(power_usage_kWh) AS usage_max FROM l3_power_joined GROUP BY ts_hour,"
            + " device_id, customer_id, building_type, latitude, longitude, _shard, _seg",
        "has no WHERE _correction = 0");
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      for (Map.Entry<String, String> spoilt : spoiling.entrySet()) {
        clickHouse.execute(spoilt.getKey(), Map.of());
        List<String> problems = problems(checkOfFiles(clickHouse));
        assertThat(problems)
            .as(spoilt.getKey())
            .hasSizeBetween(1, 2)
            .element(0)
            .asString()
            .contains(spoilt.getValue());
        for (String problem : problems) {
          mend(clickHouse, problem);
        }
        assertThat(problems(checkOfFiles(clickHouse))).as("mended: " + spoilt.getKey()).isEmpty();
      }
    }
  }

  @Test
  void shouldKnowAnAggregateThatIsGoneAltogetherByItsFile() throws Exception {
    try (ClickHouse clickHouse = TestServers.newDatabase(name)) {
      new Ddl(clickHouse).apply(Path.of("clickhouse/ddl/prejoin"));
      assertThat(problems(checkOfFiles(clickHouse))).as("a start makes them").isEmpty();
      new Ddl(clickHouse).apply(Path.of("clickhouse/ddl/power"));
      for (String table : List.of("_data", "_base", "_floor", "_dirty", "_round")) {
        clickHouse.execute("DROP TABLE l4_power_agg_stats" + table, Map.of());
      }
      for (String view : List.of("", "_stale", "_buckets", "_rebuild")) {
        clickHouse.execute("DROP VIEW l4_power_agg_stats" + view, Map.of());
      }
      clickHouse.execute("DROP VIEW mv_l3_to_l4_stats", Map.of());

      List<String> problems = problems(checkOfFiles(clickHouse));
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith(
              "ClickHouse has no table and no view of the aggregate l4_power_agg_stats of"
                  + " l3_power_joined; run: clickhouse-client ");
      mend(clickHouse, problems.get(0));
      assertThat(problems(checkOfFiles(clickHouse))).isEmpty();
    }
  }

  @Test
  void shouldCountAnewWhatLandedWhileTheMaterializedViewWasGone() throws Exception {
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      clickHouse.execute("DROP VIEW mv_l3_to_l4_stats", Map.of());
      clickHouse.execute(
          "INSERT INTO l3_power_joined (timestamp, device_id, power_usage_kWh, _key, _shard,"
              + " _version, _seg) SELECT '2026-01-01 00:00:00', number, 1, number, number % 2,"
              + " 1, 4294967299 FROM numbers(10)",
          Map.of());
      clickHouse.execute(
          "INSERT INTO prejoin_done (topic, topic_id, _shard, position, _seg, _clean) SELECT"
              + " 'l3_power_joined', 'id', number, 5, 4294967299, 4294967298 FROM numbers(2)",
          Map.of());
      for (String problem : problems(checkOfFiles(clickHouse))) {
        mend(clickHouse, problem);
      }
      assertThat(problems(checkOfFiles(clickHouse))).isEmpty();
      assertThat(
              clickHouse
                  .rows(
                      "SELECT count() AS n, uniqExact(_shard) AS shards, max(_seg) AS segment FROM"
                          + " l4_power_agg_stats_stale")
                  .get(0)
                  .getValues())
          .extracting("n", "shards", "segment")
          .extracting(Object::toString)
          .containsExactly("10", "2", "4294967299");
    }
  }

  @Test
  void shouldNoticeAMaterializedViewThatWentWithATableThatWasRenamed() throws Exception {
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      clickHouse.execute("RENAME TABLE l3_power_joined TO before", Map.of());
      clickHouse.execute("CREATE TABLE l3_power_joined AS before", Map.of());
      List<String> problems = problems(checkOfFiles(clickHouse));
      assertThat(problems)
          .hasSize(2)
          .element(0)
          .asString()
          .contains("never reach the aggregate; run: DROP VIEW `mv_l3_to_l4_stats`, then ");
      for (String problem : problems) {
        mend(clickHouse, problem);
      }
      assertThat(problems(checkOfFiles(clickHouse))).isEmpty();
      clickHouse.execute(
          "INSERT INTO l3_power_joined (timestamp, device_id, power_usage_kWh, _key, _seg) VALUES"
              + " ('2026-01-01 00:00:00', 1, 1, 7, 1)",
          Map.of());
      assertThat(
              clickHouse
                  .rows("SELECT toInt64(countMerge(usage_count)) AS n FROM l4_power_agg_stats")
                  .get(0)
                  .getLong("n"))
          .isEqualTo(1);
    }
  }

  @Test
  void shouldSayHowToGiveATableTheRightEngineAndOrder() throws Exception {
    Map<String, String> spoiling = new LinkedHashMap<>();
    spoiling.put(
        "ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (device_id, _key)",
        "has the engine MergeTree; it must be ReplacingMergeTree(_version, _deleted)");
    spoiling.put(
        "ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY (toStartOfHour(timestamp), _key)"
            + " SETTINGS deduplicate_merge_projection_mode = 'rebuild'",
        "is sorted by toStartOfHour(timestamp); its ORDER BY may name columns only");
    spoiling.put(
        "ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY (timestamp, device_id)"
            + " SETTINGS deduplicate_merge_projection_mode = 'rebuild'",
        "is sorted by timestamp, device_id, without _key");
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      for (Map.Entry<String, String> spoilt : spoiling.entrySet()) {
        clickHouse.execute("CREATE TABLE unfit AS l3_power_joined " + spoilt.getKey(), Map.of());
        clickHouse.execute("EXCHANGE TABLES unfit AND l3_power_joined", Map.of());
        clickHouse.execute("DROP TABLE unfit", Map.of());
        clickHouse.execute(
            "INSERT INTO l3_power_joined (timestamp, device_id, power_usage_kWh, _key, _version)"
                + " VALUES ('2026-01-01 00:00:00', 1, 1, 7, 1)",
            Map.of());
        List<String> problems = problems(checkOfFiles(clickHouse));
        assertThat(problems).singleElement().asString().contains(spoilt.getValue());
        mend(clickHouse, problems.get(0));
        assertThat(problems(checkOfFiles(clickHouse))).as("mended: " + spoilt.getKey()).isEmpty();
        assertThat(clickHouse.rows("SELECT _key AS k FROM l3_power_joined").get(0).getLong("k"))
            .isEqualTo(7);
      }
    }
  }

  @Test
  void shouldSayHowToMendHiddenColumnsAndItsOwnTables() throws Exception {
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      clickHouse.execute("ALTER TABLE l3_power_joined MODIFY COLUMN _seg UInt32", Map.of());
      List<String> problems = problems(checkOfFiles(clickHouse));
      assertThat(problems).singleElement().asString().contains("l3_power_joined._seg is UInt32");
      mend(clickHouse, problems.get(0));
      assertThat(problems(checkOfFiles(clickHouse))).isEmpty();

      clickHouse.execute("RENAME TABLE prejoin_done TO kept", Map.of());
      clickHouse.execute(
          "CREATE TABLE prejoin_done (topic String, topic_id String, _shard UInt32, position Int64,"
              + " _seg UInt64, at DateTime64(3, 'UTC')) ENGINE = ReplacingMergeTree ORDER BY topic",
          Map.of());
      clickHouse.execute("ALTER TABLE prejoin_rejects DROP COLUMN source", Map.of());
      assertThat(problems(checkOfFiles(clickHouse)))
          .satisfiesExactly(
              done ->
                  assertThat(done)
                      .contains("has the engine ReplacingMergeTree and must have Aggregating")
                      .contains("is sorted by (topic) and must be by (_shard, topic, topic_id)")
                      .contains("has the column position as Int64 and must as Simple")
                      .contains("has no column _clean")
                      .contains("prejoin/001_done.sql"),
              rejects ->
                  assertThat(rejects)
                      .contains("has no column source String")
                      .contains("prejoin/002_rejects.sql"));
    }
  }

  @Test
  void shouldNameTheTableThatIsMissing() {
    try (ClickHouse clickHouse = TestServers.newDatabase(name)) {
      assertThat(problems(check(clickHouse)))
          .containsExactly(
              "ClickHouse has no table prejoin_done; make it as the file of clickhouse/ddl/prejoin has it",
              "ClickHouse has no table prejoin_fills; make it as the file of clickhouse/ddl/prejoin has it",
              "ClickHouse has no table prejoin_filled; make it as the file of clickhouse/ddl/prejoin has it",
              "ClickHouse has no table prejoin_kept; make it as the file of clickhouse/ddl/prejoin has it",
              "ClickHouse has no table prejoin_refused; make it as the file of clickhouse/ddl/prejoin has it",
              "ClickHouse has no table prejoin_rejects; make it as the file of clickhouse/ddl/prejoin has it",
              "ClickHouse has no table l3_power_joined (if it was dropped, ./prejoin snapshot brings its rows again); ./prejoin plan --ddl writes the file that makes it, and a start applies that");
    }
  }

  @Test
  void shouldTellAWrongPasswordFromAServerThatIsAway() {
    String url = "http://127.0.0.1:" + TestServers.clickHousePort();
    ClickHouseSettings wrong =
        new ClickHouseSettings(url, "default", "not-this-one", "default", Map.of());
    try (ClickHouse clickHouse = new ClickHouse(wrong)) {
      assertThat(check(clickHouse).access())
          .isEqualTo(check(clickHouse).refusal().stream().findFirst())
          .get()
          .asString()
          .contains("does not let user 'default' in", "clickhouse.password")
          .doesNotContain("not-this-one");
    }
    ClickHouseSettings away =
        new ClickHouseSettings("http://127.0.0.1:1", "default", "", "default", Map.of());
    try (ClickHouse clickHouse = new ClickHouse(away)) {
      assertThat(check(clickHouse).access())
          .get()
          .asString()
          .contains("http://127.0.0.1:1", "clickhouse.url");
      assertThatThrownBy(() -> check(clickHouse).refusal()).isInstanceOf(WarehouseException.class);
      assertThatThrownBy(() -> problems(check(clickHouse))).isInstanceOf(WarehouseException.class);
    }
    assertThat(wrong.toString()).doesNotContain("not-this-one");
  }

  @Test
  void shouldRefuseAFileThatWasChangedAfterItWasApplied(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("001_a.sql"), "CREATE VIEW a AS SELECT 1;");
    try (ClickHouse clickHouse = TestServers.newDatabase(name)) {
      Ddl ddl = new Ddl(clickHouse);
      assertThat(ddl.apply(directory)).hasSize(1);
      assertThat(ddl.apply(directory)).isEmpty();
      Files.writeString(file, "CREATE VIEW a AS SELECT 2;");
      assertThatThrownBy(() -> ddl.apply(directory))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("001_a.sql")
          .hasMessageContaining("add a new file");
    }
  }
}
