package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OracleIT {
  private static final Path PIPELINE = Path.of("topology/power.sql");
  private static final Path AGGREGATES = Path.of("clickhouse/oracle/power.sql");
  private static final String DATABASE = "oracle_it";
  private static final long ROWS = 5_000;
  private static final String VALID_ROW = "_key = 17";

  private static ProofServers servers;

  @BeforeAll
  static void generate() {
    servers = ProofServers.with(DATABASE);
    Generator generator =
        new Generator(
            GeneratorSettings.withDefaults(
                servers.jdbcUrl(), ProofServers.USER, ProofServers.PASSWORD));
    generator.createTables();
    generator.insertDevices();
    generator.load(ROWS, Instant.parse("2026-03-01T00:00:00Z"), rows -> {});
  }

  @AfterAll
  static void drop() {
    servers.drop();
  }

  @BeforeEach
  void land() throws IOException {
    servers.clickHouse("DROP DATABASE IF EXISTS oracle_it SYNC");
    servers.clickHouse("CREATE DATABASE oracle_it");
    String script =
        Files.readString(Path.of("src/test/resources/proof/live.sql"))
            .replace("{postgres}", servers.postgres());
    for (String statement : Sql.statements(script)) {
      servers.clickHouse(statement);
    }
  }

  @Test
  void shouldFindEqualDataEqualAndLeaveNothingBehind() {
    OracleReport report = compare();
    assertThat(report.comparisons()).allMatch(Comparison::equal);
    assertThat(report.equal()).isTrue();
    assertThat(report.comparisons())
        .extracting(Comparison::table)
        .containsExactly(
            "device_metadata",
            "l2_power_cleaned",
            "l3_power_joined",
            "l4_power_agg_stats",
            "l4_power_agg_hourly");
    assertThat(of(report, "l3_power_joined").expectedRows()).isEqualTo(ROWS - ROWS / 100);
    assertThat(servers.clickHouse("SELECT count() FROM system.databases WHERE name LIKE '%oracle'"))
        .isEqualTo("0");
  }

  @Test
  void shouldFindAMissingRow() {
    servers.clickHouse("ALTER TABLE oracle_it.l3_power_joined DELETE WHERE " + VALID_ROW);
    Comparison joined = of(compare(), "l3_power_joined");
    assertThat(joined.missing()).isEqualTo(1);
    assertThat(joined.surplus()).isZero();
    assertThat(joined.samples())
        .singleElement()
        .asString()
        .startsWith("missing (expected 1, landed 0): timestamp=2026-")
        .contains("device_id=17", "building_type=");
  }

  @Test
  void shouldFindARowThatIsThereTwiceAndTheBucketThatCountsIt() {
    servers.clickHouse(
        "INSERT INTO oracle_it.l3_power_joined SELECT * REPLACE (1000000 AS _key)"
            + " FROM (SELECT * FROM oracle_it.l3_power_joined WHERE "
            + VALID_ROW
            + ")");
    OracleReport report = compare();
    assertThat(of(report, "l3_power_joined").surplus()).isEqualTo(1);
    assertThat(of(report, "l3_power_joined").samples().get(0))
        .startsWith("surplus (expected 1, landed 2): ");
    Comparison stats = of(report, "l4_power_agg_stats");
    assertThat(stats.different()).isEqualTo(1);
    assertThat(stats.samples().get(0))
        .startsWith("different: ts_hour=")
        .contains("device_id=17", "final_count expected 1, landed 2");
    assertThat(of(report, "l4_power_agg_hourly").different()).isEqualTo(1);
  }

  @Test
  void shouldNotMindARowThatWasLandedTwiceInTheSameVersion() {
    servers.clickHouse(
        "INSERT INTO oracle_it.l2_power_cleaned SELECT * FROM oracle_it.l2_power_cleaned");
    assertThat(of(compare(), "l2_power_cleaned").equal()).isTrue();
  }

  @Test
  void shouldFindAChangedValue() {
    servers.clickHouse(
        "ALTER TABLE oracle_it.l3_power_joined UPDATE building_type = 'Castle' WHERE " + VALID_ROW);
    Comparison joined = of(compare(), "l3_power_joined");
    assertThat(joined.missing()).isEqualTo(1);
    assertThat(joined.surplus()).isEqualTo(1);
    assertThat(joined.samples()).hasSize(2).anyMatch(sample -> sample.contains("Castle"));
  }

  @Test
  void shouldFindAWrongBucketAMissingAndASurplusOne() {
    servers.clickHouse("ALTER TABLE oracle_it.l4_data DELETE WHERE device_id = 18");
    servers.clickHouse(
        "INSERT INTO oracle_it.l4_data SELECT ts_hour, 4000000000, customer_id, building_type,"
            + " latitude, longitude, usage_count, usage_sum, usage_min, usage_max"
            + " FROM oracle_it.l4_data WHERE device_id = 17 ORDER BY ts_hour LIMIT 1");
    servers.clickHouse(
        "INSERT INTO oracle_it.l4_data SELECT ts_hour, device_id, customer_id, building_type,"
            + " latitude, longitude, countState(99.5), sumState(99.5), minState(99.5),"
            + " maxState(99.5) FROM oracle_it.l4_data WHERE device_id = 19"
            + " GROUP BY ALL ORDER BY ts_hour LIMIT 1");
    Comparison stats = of(compare(), "l4_power_agg_stats");
    assertThat(stats.missing()).isPositive();
    assertThat(stats.surplus()).isEqualTo(1);
    assertThat(stats.different()).isEqualTo(1);
    assertThat(stats.samples())
        .anyMatch(s -> s.startsWith("missing") && s.contains("device_id=18"))
        .anyMatch(s -> s.startsWith("surplus") && s.contains("device_id=4000000000"))
        .anyMatch(s -> s.startsWith("different") && s.contains("landed 99.5"));
  }

  @Test
  void shouldMeanTheSameInstantsWhateverTheZoneOfPostgres() {
    servers.postgres("ALTER DATABASE oracle_it SET timezone = 'Asia/Kolkata'");
    try {
      assertThat(compare().equal()).isTrue();
    } finally {
      servers.postgres("ALTER DATABASE oracle_it RESET timezone");
    }
  }

  @Test
  void shouldShowNoPasswordWhenPostgresIsAway() {
    assertThatThrownBy(() -> oracle(1).compare(PIPELINE, AGGREGATES, Set.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("refused a step")
        .hasMessageNotContaining(ProofServers.PASSWORD);
  }

  @Test
  void shouldSayWhatIsWrongWithClickHousesAddressOrPassword() {
    for (String url : List.of(servers.clickHouseUrl(), "http://127.0.0.1:1", "not an address")) {
      Oracle oracle =
          new Oracle(
              new OracleSettings(url, "default", "wrong\nsecret", "x", "h", 1, "d", "u", "p"));
      assertThatThrownBy(() -> oracle.compare(PIPELINE, AGGREGATES, Set.of()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(url)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void shouldNameATableThatIsNotThere() {
    servers.clickHouse("DROP TABLE oracle_it.l3_power_joined SYNC");
    assertThatThrownBy(OracleIT::compare)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no table l3_power_joined in database oracle_it");
  }

  private static OracleReport compare() {
    return oracle(servers.postgresPort()).compare(PIPELINE, AGGREGATES, Set.of());
  }

  private static Oracle oracle(int postgresPort) {
    return new Oracle(
        new OracleSettings(
            servers.clickHouseUrl(),
            "default",
            "",
            DATABASE,
            servers.postgresHost(),
            postgresPort,
            DATABASE,
            ProofServers.USER,
            ProofServers.PASSWORD));
  }

  private static Comparison of(OracleReport report, String table) {
    return report.comparisons().stream()
        .filter(comparison -> comparison.table().equals(table))
        .findFirst()
        .orElseThrow();
  }
}
