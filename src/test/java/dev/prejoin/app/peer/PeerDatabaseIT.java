package dev.prejoin.app.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.app.peer.DriftSql.Span;
import dev.prejoin.console.Drift;
import dev.prejoin.console.Drift.Amount;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseSettings;
import dev.prejoin.sink.clickhouse.PlainTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peer's database and its comparison, on a real ClickHouse. */
class PeerDatabaseIT {
  private static final String PEER = "prejoin_peer_test";

  private static final PeerFile FILE =
      PeerFile.parse(
          Path.of("test.sql"),
          """
          -- @rows      joined
          -- @time      t
          -- @facts     t, k, v
          -- @measure   v
          -- @unit      kWh
          -- @aggregate sums
          -- @keys      toStartOfHour(t) AS hour, name
          -- @count     c
          -- @sum       s
          -- @groups    name
          CREATE TABLE joined (t DateTime, k UInt32, v Float64, name LowCardinality(String), size Nullable(Int32))
          ENGINE = MergeTree ORDER BY t;
          CREATE TABLE sums (hour DateTime, name LowCardinality(String),
            c AggregateFunction(count, Float64), s AggregateFunction(sum, Float64))
          ENGINE = AggregatingMergeTree ORDER BY (hour, name);
          CREATE MATERIALIZED VIEW to_sums TO sums AS
          SELECT toStartOfHour(t) AS hour, name, countState(v) AS c, sumState(v) AS s
          FROM joined GROUP BY hour, name;
          """);

  private FreshDevStack servers;
  private ClickHouse truth;
  private PeerDatabase database;

  @BeforeEach
  void startServers() {
    servers = new FreshDevStack();
    truth = connection("default");
    database = new PeerDatabase(truth, PEER);
  }

  @AfterEach
  void stopServers() {
    truth.close();
    servers.close();
  }

  private ClickHouse connection(String name) {
    return new ClickHouse(
        new ClickHouseSettings(servers.stack().clickHouseUrl(), "default", "", name, Map.of()));
  }

  @Test
  void shouldNeitherUseNorDropWhatIsNotItsOwn() throws Exception {
    servers.clickHouse("CREATE DATABASE " + PEER);
    servers.clickHouse(
        "CREATE TABLE %s.kept (n UInt8) ENGINE = MergeTree ORDER BY n".formatted(PEER));

    assertThatThrownBy(database::create)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("neither used nor dropped");
    assertThatThrownBy(database::drop)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(PEER);
    assertThat(servers.clickHouse("SELECT count() FROM %s.kept".formatted(PEER))).isEqualTo("0");

    servers.clickHouse("DROP DATABASE " + PEER);
    database.create();
    database.create();
    assertThat(database.drop()).isTrue();
    assertThat(database.drop()).isFalse();
    shouldCompareNullAsWhatItsTablesMakeOfItAndOnlyWhatTheTopicKept();
  }

  /** Servers are started once for both. */
  private void shouldCompareNullAsWhatItsTablesMakeOfItAndOnlyWhatTheTopicKept() throws Exception {
    servers.clickHouse(
        "CREATE TABLE joined (t DateTime, k UInt32, v Nullable(Float64), name Nullable(String),"
            + " size Nullable(Int32), _key Int64, _shard UInt32, _version UInt128, _deleted UInt8,"
            + " _correction UInt8) ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY (t, _key)");
    servers.clickHouse(
        "INSERT INTO joined SELECT toDateTime('2026-03-01 10:00:00') + number, number, 1,"
            + " if(number < 5, NULL, 'x'), if(number < 7, NULL, 3), number, 0,"
            + " bitShiftLeft(toUInt128(number), 72), 0, 0 FROM numbers(10)");
    database.create();
    try (ClickHouse inside = connection(PEER)) {
      PeerDatabase.makeTables(inside, FILE);
      PlainTables tables = new PlainTables(inside);
      DriftMeasure measure = new DriftMeasure(FILE, tables, "default", PEER, 1_000_000);
      Drift empty = measure.measure(span(0, 0), new Drift.Fed(0, 0, 0, 0, 0));
      assertThat(empty.truth()).isEqualTo(new Amount(0, 0));
      servers.clickHouse(
          "INSERT INTO %s.joined SELECT t, k, v, ifNull(name, ''), size FROM joined WHERE k >= 3"
              .formatted(PEER));

      Drift same = measure.measure(span(3, 10), new Drift.Fed(7, 0, 0, 0, 0));
      assertThat(same.truth()).isEqualTo(new Amount(7, 7)).isEqualTo(same.peer());
      assertThat(List.of(same.blank(), same.former(), same.twice(), same.gone(), same.missing()))
          .containsOnly(new Amount(0, 0));
      assertThat(same.bucketsOff()).isZero();
      assertThat(same.groups().get(0).values()).isEqualTo(2);
      assertThat(same.groups().get(0).off()).isZero();

      Drift lacking = measure.measure(span(0, 10), new Drift.Fed(7, 0, 0, 0, 0));
      assertThat(lacking.missing()).isEqualTo(new Amount(3, 3));
      Drift late = measure.measure(span(3, 9), new Drift.Fed(7, 0, 0, 0, 0));
      assertThat(late.truth().rows()).isEqualTo(6);
    }
  }

  private static Span span(long begin, long end) {
    return new Span(new TreeMap<>(Map.of(0, begin)), new TreeMap<>(Map.of(0, end)));
  }
}
