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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseCheckIT {
  /** A setting of the server, as an option of its client. */
  private static final String READ_ONLY = "clickhouse_setting_readonly";

  private final String name = "c" + UUID.randomUUID().toString().replace("-", "");

  private static List<Landing> landings() {
    AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
    Relation relation =
        new Relation(
            "l3_power_joined",
            schemas.find("l3_power_joined").orElseThrow().columns(),
            schemas.find("l1_power_raw").orElseThrow().key());
    return List.of(
        new Landing(
            relation.name(),
            relation,
            new JsonRowCodec(relation.key()),
            new JsonRowCodec(relation.columns()),
            Landing.Kind.FACT));
  }

  @Test
  void shouldFindNothingWrongWithItsOwnTables() {
    try (ClickHouse clickHouse = TestServers.newTables(name)) {
      assertThat(new WarehouseCheck(clickHouse).problems(landings())).isEmpty();
      assertThat(new Ddl(clickHouse).apply(Path.of("clickhouse/ddl/power"))).isEmpty();
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
      assertThat(new WarehouseCheck(free).settingsProblems()).isEmpty();
      assertThat(new WarehouseCheck(bound).settingsProblems())
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
                own.url(), "default", "", "default", Map.of("socket_timeout", "1000")))) {
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
      assertThat(new WarehouseCheck(clickHouse).problems(landings()))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains("ALTER TABLE l3_power_joined ADD COLUMN latitude Float64"))
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .contains("power_usage_kWh is Float32, which does not hold every Float64"))
          .anySatisfy(problem -> assertThat(problem).contains("ADD COLUMN _seg UInt64"))
          .anySatisfy(problem -> assertThat(problem).contains("materialized view mine"))
          .hasSize(4);
    }
  }

  @Test
  void shouldNameTheTableThatIsMissing() {
    try (ClickHouse clickHouse = TestServers.newDatabase(name)) {
      assertThat(new WarehouseCheck(clickHouse).problems(landings()))
          .containsExactly(
              "ClickHouse has no table prejoin_done; apply the files of clickhouse/ddl",
              "ClickHouse has no table l3_power_joined; apply the files of clickhouse/ddl");
    }
  }

  @Test
  void shouldTellAWrongPasswordFromAServerThatIsAway() {
    String url = "http://127.0.0.1:" + TestServers.clickHousePort();
    ClickHouseSettings wrong =
        new ClickHouseSettings(url, "default", "not-this-one", "default", Map.of());
    try (ClickHouse clickHouse = new ClickHouse(wrong)) {
      assertThat(new WarehouseCheck(clickHouse).access())
          .isEqualTo(new WarehouseCheck(clickHouse).refusal().stream().findFirst())
          .get()
          .asString()
          .contains("does not let user 'default' in", "clickhouse.password")
          .doesNotContain("not-this-one");
    }
    ClickHouseSettings away =
        new ClickHouseSettings("http://127.0.0.1:1", "default", "", "default", Map.of());
    try (ClickHouse clickHouse = new ClickHouse(away)) {
      assertThat(new WarehouseCheck(clickHouse).access())
          .get()
          .asString()
          .contains("http://127.0.0.1:1", "clickhouse.url");
      assertThatThrownBy(() -> new WarehouseCheck(clickHouse).refusal())
          .isInstanceOf(WarehouseException.class);
      assertThatThrownBy(() -> new WarehouseCheck(clickHouse).problems(landings()))
          .isInstanceOf(WarehouseException.class);
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
