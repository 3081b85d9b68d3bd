package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.devstack.Progress;
import dev.prejoin.proof.VerifyReport.Difference;
import dev.prejoin.proof.VerifyReport.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with a key of several columns, landed by hand, and what happens between two looks. */
class VerifyKeysIT {
  private static final String DATABASE = "verify_keys_it";

  /** Where the topic ended before the source was read. */
  private static final long END = 100;

  private static ProofServers servers;

  @TempDir private Path directory;

  /** What a test does when what has been committed is waited for, by how often it was before. */
  private final Runnable[] meanwhile = new Runnable[Rounds.MOST];

  private int waits;

  @BeforeAll
  static void fill() {
    servers = ProofServers.with(DATABASE);
    servers.postgres(
        "CREATE TABLE pairs (a text, b bigint, at timestamp NOT NULL, v float8, PRIMARY KEY (a, b))");
    servers.postgres(
        "INSERT INTO pairs SELECT CASE WHEN n < 30 THEN 'pair ' ELSE 'it''s \\ ' END || n % 3, n, timestamp '2026-03-01' + n * interval"
            + " '10 min', n FROM generate_series(1, 60) n");
  }

  @AfterAll
  static void drop() {
    servers.drop();
  }

  @BeforeEach
  void land() {
    servers.clickHouse("DROP TABLE IF EXISTS verify_keys_it.out_pairs SYNC");
    servers.clickHouse(
        "CREATE TABLE verify_keys_it.out_pairs (at DateTime, v Float64, _key Tuple(String, Int64),"
            + " _shard UInt32, _version UInt128, _deleted UInt8)"
            + " ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY (at, _key)");
    servers.clickHouse(
        "INSERT INTO verify_keys_it.out_pairs SELECT at, v, (a, b), 0, b, 0 FROM postgresql('%s',"
                .formatted(servers.postgres())
            + " 'verify_keys_it', 'pairs', 'postgres', 'x')");
  }

  @Test
  void shouldNameWhatDiffersByAKeyOfSeveralColumns() throws IOException {
    replace(7, "8 AS v, 61 AS _version");
    replace(8, "1 AS _deleted, 62 AS _version");

    Table table = verify(TimeRange.ALL).tables().get(0);

    assertThat(table.all().expected()).isEqualTo(60);
    assertThat(table.hours()).hasSize(11);
    assertThat(table.different())
        .extracting(Difference::key)
        .containsExactly("('pair 1',7)", "('pair 2',8)");
    assertThat(table.different().get(0).expected()).containsEntry("v", "7");
    assertThat(table.different().get(0).landed()).containsEntry("v", "8");
    assertThat(table.different().get(1).landed()).isEmpty();
    assertThat(table.all().notAtRest()).isZero();
  }

  @Test
  void shouldNotAskPostgresForKeysThatItWouldReadOtherwise() throws IOException {
    replace(8, "9 AS v, 61 AS _version");
    replace(37, "8 AS v, 61 AS _version");

    assertThat(verify(TimeRange.ALL).tables().get(0).different())
        .extracting(Difference::key)
        .containsExactly("('pair 2',8)", "('it\\'s \\\\ 1',37)");
  }

  @Test
  void shouldFindEqualAtTheSecondLookWhatWasOnItsWayAtTheFirst() throws IOException {
    replace(7, "8 AS v, 61 AS _version");
    meanwhile[1] = () -> replace(7, "7 AS v, 62 AS _version");

    VerifyReport report = verify(TimeRange.ALL);

    assertThat(report.equal()).isTrue();
    assertThat(report.looks()).isEqualTo(2);
    assertThat(report.notAtRest()).isZero();
  }

  @Test
  void shouldSayNothingOfAKeyThatChangesAtEveryLook() throws IOException {
    replace(7, "8 AS v, " + END + " AS _version");
    replace(8, "1 AS _deleted, " + END + " AS _version");

    VerifyReport report = verify(TimeRange.ALL);

    assertThat(report.equal()).isTrue();
    assertThat(report.looks()).isEqualTo(Rounds.MOST);
    assertThat(report.tables().get(0).all().changed()).isEqualTo(2);
    assertThat(report.tables().get(0).all().notAtRest()).isEqualTo(2);
  }

  @Test
  void shouldLookAtTheRowsOfARangeOnly() throws IOException {
    replace(7, "8 AS v, 61 AS _version");
    replace(30, "8 AS v, 61 AS _version");
    TimeRange hour =
        new TimeRange(
            Optional.of(Instant.parse("2026-03-01T01:00:00Z")),
            Optional.of(Instant.parse("2026-03-01T02:00:00Z")));

    Table table = verify(hour).tables().get(0);

    assertThat(table.all().expected()).isEqualTo(6);
    assertThat(table.different()).hasSize(1);
  }

  @Test
  void shouldCompareRollupsAndBucketsOfAllRowsAndNameWhatCannotBeCompared() throws IOException {
    landAggregates();
    Files.writeString(
        directory.resolve("aggregates.sql"),
        """
        CREATE MATERIALIZED VIEW mv_ever TO pairs_ever AS
        SELECT sumMergeState(s) AS s FROM pairs_hourly WHERE hour > '2026-03-01 01:00:00';
        CREATE MATERIALIZED VIEW mv_hourly TO pairs_hourly AS
        SELECT toStartOfHour(at) AS hour, sumState(v) AS s, anyState(v) AS first
        FROM out_pairs GROUP BY hour;
        """);

    VerifyReport equal = verify(TimeRange.ALL);

    assertThat(equal.aggregates()).extracting(a -> a.differences().size()).containsExactly(0, 0);
    assertThat(equal.aggregates()).extracting(a -> a.landed()).containsExactly(1L, 11L);
    assertThat(equal.passedOver())
        .containsExactly(
            "pairs_hourly.first: any, it keeps the row that it meets first or last, and the rows of"
                + " a bucket have no order");
    assertThat(equal.equal()).isTrue();

    servers.clickHouse(
        "INSERT INTO verify_keys_it.pairs_ever_data SELECT '2026-03-01', 7, sumState(toFloat64(1))");

    waits = 0;
    assertThat(verify(TimeRange.ALL).aggregates().get(0).differences())
        .singleElement()
        .extracting(Difference::key)
        .isEqualTo("all rows");
  }

  /** As their tables are when all rows have come for the first time. */
  private static void landAggregates() {
    for (String table : List.of("pairs_hourly", "pairs_ever")) {
      servers.clickHouse("DROP VIEW IF EXISTS verify_keys_it." + table + " SYNC");
      servers.clickHouse("DROP TABLE IF EXISTS verify_keys_it." + table + "_data SYNC");
    }
    servers.clickHouse(
        "CREATE TABLE verify_keys_it.pairs_hourly_data ENGINE = AggregatingMergeTree ORDER BY (hour, _seg) AS"
            + " SELECT toStartOfHour(at) AS hour, toUInt64(1) AS _seg, sumState(v) AS s, anyState(v)"
            + " AS first FROM verify_keys_it.out_pairs FINAL GROUP BY hour");
    servers.clickHouse(
        "CREATE TABLE verify_keys_it.pairs_ever_data ENGINE = AggregatingMergeTree ORDER BY (_day, _seg) AS"
            + " SELECT toDate32(at) AS _day, toUInt64(1) AS _seg, sumState(v) AS s FROM"
            + " verify_keys_it.out_pairs FINAL WHERE toStartOfHour(at) > '2026-03-01 01:00:00' GROUP"
            + " BY _day");
    servers.clickHouse(
        "CREATE VIEW verify_keys_it.pairs_hourly AS SELECT hour, s, first FROM"
            + " verify_keys_it.pairs_hourly_data");
    servers.clickHouse(
        "CREATE VIEW verify_keys_it.pairs_ever AS SELECT s FROM verify_keys_it.pairs_ever_data");
  }

  private static void replace(int b, String values) {
    servers.clickHouse(
        "INSERT INTO verify_keys_it.out_pairs SELECT * REPLACE (%s) FROM (SELECT * FROM verify_keys_it.out_pairs FINAL WHERE _key.2 = %d)"
            .formatted(values, b));
  }

  private VerifyReport verify(TimeRange range) throws IOException {
    Path pipeline =
        Files.writeString(
            directory.resolve("pairs.sql"),
            "CREATE TABLE in_pairs ENGINE = ChangeStream('public.pairs');\n"
                + "CREATE MATERIALIZED VIEW pairs_view TO out_pairs AS\n"
                + "SELECT at, v FROM in_pairs WHERE v >= 0;");
    Barrier barrier =
        new Barrier() {
          @Override
          public Map<String, Map<Integer, Long>> ends() {
            return Map.of("in_pairs", Map.of(0, END));
          }

          @Override
          public void await(Consumer<String> progress) {
            Runnable action = meanwhile[waits++];
            if (action != null) {
              action.run();
            }
          }
        };
    return new Verify(
            new OracleSettings(
                servers.clickHouseUrl(),
                "default",
                "",
                DATABASE,
                servers.postgresHost(),
                servers.postgresPort(),
                DATABASE,
                ProofServers.USER,
                ProofServers.PASSWORD),
            new VerifySettings(
                "pairs",
                pipeline,
                directory.resolve("aggregates.sql"),
                Map.of("in_pairs", List.of("a", "b")),
                Map.of("out_pairs", "in_pairs"),
                Set.of(),
                Set.of("in_pairs"),
                "toInt64(_version)",
                range),
            barrier)
        .run(Progress.SILENT);
  }
}
