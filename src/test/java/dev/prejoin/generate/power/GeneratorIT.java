package dev.prejoin.generate.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.prejoin.generate.ChangeRates;
import dev.prejoin.proof.ProofServers;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorIT {
  private static final Instant UNTIL = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHECKSUM =
      "SELECT count(*), md5(string_agg(concat_ws(',', extract(epoch FROM \"timestamp\"), device_id,"
          + " \"power_usage_kWh\"), ';' ORDER BY id)) FROM power_readings";

  private static ProofServers servers;

  @BeforeAll
  static void connect() {
    servers = ProofServers.with("generator_it");
  }

  @AfterAll
  static void drop() {
    servers.drop();
  }

  @BeforeEach
  void empty() {
    servers.postgres("DROP TABLE IF EXISTS power_readings, device_metadata");
    Generator generator = new Generator(settings(servers.jdbcUrl()));
    generator.createTables();
    generator.createTables();
  }

  @Test
  void shouldKeepMetadataThatIsThere() {
    servers.postgres("INSERT INTO device_metadata VALUES (7, 'mine', 'Castle', 1, 2)");
    Generator generator = new Generator(settings(servers.jdbcUrl()));
    generator.insertDevices();
    generator.insertDevices();
    assertThat(servers.ask("SELECT count(*), count(DISTINCT building_type) FROM device_metadata"))
        .isEqualTo("1000 8");
    assertThat(servers.ask("SELECT customer_id FROM device_metadata WHERE device_id = 7"))
        .isEqualTo("mine");
  }

  @Test
  void shouldGoOnWhereALoadWasBrokenOffAndEndWithTheSameRows() {
    Generator generator = new Generator(settings(servers.jdbcUrl()));
    assertThat(generator.load(25_000, UNTIL, rows -> {})).isEqualTo(25_000);
    String whole = servers.ask(CHECKSUM);
    servers.postgres("DELETE FROM power_readings WHERE id > 12345");
    List<Long> progress = new ArrayList<>();
    assertThat(generator.load(25_000, UNTIL, progress::add)).isEqualTo(25_000 - 12_345);
    assertThat(progress).containsExactly(12_345L, 22_345L, 25_000L);
    assertThat(servers.ask(CHECKSUM)).isEqualTo(whole).startsWith("25000 ");
    assertThat(generator.load(20_000, UNTIL, rows -> {})).isZero();
  }

  @Test
  void shouldWriteTheKnownSharesIntoPostgres() {
    Generator generator = new Generator(settings(servers.jdbcUrl()));
    generator.insertDevices();
    generator.load(20_000, UNTIL, rows -> {});
    assertThat(
            servers.ask(
                "SELECT count(*) FROM power_readings WHERE \"power_usage_kWh\" IS NULL"
                    + " OR NOT (\"power_usage_kWh\" >= 0 AND \"power_usage_kWh\" < 100)"))
        .isEqualTo(String.valueOf(generator.invalidAmongFirst(20_000)))
        .isEqualTo("200");
    assertThat(
            servers.ask(
                "SELECT count(*) FROM power_readings LEFT JOIN device_metadata USING (device_id)"
                    + " WHERE customer_id IS NULL"))
        .isEqualTo(String.valueOf(generator.unknownAmongFirst(20_000)))
        .isEqualTo("40");
  }

  @Test
  void shouldKeepItsRateAndWaitWhilePostgresIsAway() {
    try (Wire wire = new Wire(servers.postgresHost(), servers.postgresPort())) {
      String url = "jdbc:postgresql://127.0.0.1:" + wire.localPort() + "/generator_it";
      LiveGenerator live = new LiveGenerator(settings(url), 500);
      try {
        live.start();
        await().atMost(PATIENCE).until(() -> live.written() >= 500);
        wire.cut();
        await().atMost(PATIENCE).until(() -> live.status().state() == Status.State.WAITING);
        long before = live.written();
        wire.mend();
        await().atMost(PATIENCE).until(() -> live.written() > before + 100);
        assertThat(live.status().state()).isEqualTo(Status.State.RUNNING);
      } finally {
        live.close();
      }
      assertThat(live.status().state()).isEqualTo(Status.State.STOPPED);
      // The transaction that the cut met may have been committed without an answer.
      assertThat(Long.parseLong(servers.ask("SELECT count(*) FROM power_readings")))
          .isBetween(live.written(), live.written() + 100);
    }
  }

  @Test
  void shouldMendAndRemoveReadingsMoveDevicesAndLetSomeComeBeforeTheirMetadata() {
    Generator generator = new Generator(settings(servers.jdbcUrl()));
    generator.insertDevices();
    generator.load(5_000, UNTIL, rows -> {});
    servers.postgres("CREATE TABLE were AS SELECT * FROM device_metadata");
    servers.postgres("CREATE TABLE read AS SELECT * FROM power_readings");
    LiveChanges live =
        new LiveChanges(settings(servers.jdbcUrl()), new ChangeRates(6_000, 1_200, 600, 60));
    try {
      live.start();
      await()
          .atMost(PATIENCE.multipliedBy(4))
          .until(
              () -> {
                LiveChanges.ChangeCounts counts = live.counts();
                return counts.mended() >= 500 && counts.removed() >= 100 && counts.late() >= 2;
              });
    } finally {
      live.close();
    }
    LiveChanges.ChangeCounts counts = live.counts();
    assertThat(
            Long.parseLong(
                servers.ask(
                    "SELECT count(*) FROM read"
                        + " LEFT JOIN power_readings AS r USING (id) WHERE r.id IS NULL")))
        .as("some of those that were removed came later")
        .isBetween(counts.removed() / 2, counts.removed());
    assertThat(
            Long.parseLong(
                servers.ask(
                    "SELECT count(*) FROM read JOIN power_readings AS r USING (id)"
                        + " WHERE read.\"power_usage_kWh\" <> r.\"power_usage_kWh\"")))
        .as("one may be mended twice, or removed then")
        .isBetween(counts.mended() / 2, counts.mended());
    assertThat(
            servers.ask(
                "SELECT count(*) FROM power_readings WHERE \"power_usage_kWh\" <> 'NaN'"
                    + " AND \"power_usage_kWh\" * 1024 <> floor(\"power_usage_kWh\" * 1024)"))
        .as("sums stay exact")
        .isEqualTo("0");
    assertThat(
            servers.ask(
                "SELECT count(*) FROM power_readings WHERE \"power_usage_kWh\" IS NULL"
                    + " OR NOT (\"power_usage_kWh\" >= 0 AND \"power_usage_kWh\" < 100)"))
        .as("no reading becomes good or bad")
        .isEqualTo(String.valueOf(generator.invalidAmongFirst(5_000)));
    assertThat(
            Long.parseLong(
                servers.ask(
                    "SELECT count(*) FROM were JOIN device_metadata AS m USING (device_id)"
                        + " WHERE ROW(were.*) <> ROW(m.*)")))
        .isBetween(1L, counts.moved());
    assertThat(servers.ask("SELECT count(*) FROM device_metadata WHERE device_id > 1005"))
        .isEqualTo(String.valueOf(counts.late()));
    assertThat(
            Long.parseLong(
                servers.ask(
                    "SELECT count(*) FROM power_readings WHERE device_id > 1005 AND device_id NOT"
                        + " IN (SELECT device_id FROM device_metadata)")))
        .as("readings of devices that nobody knows yet")
        .isPositive();
    servers.postgres("DROP TABLE were, read");
  }

  @Test
  void shouldFailWithWhatToDoWhenATableIsMissing() {
    servers.postgres("DROP TABLE power_readings");
    try (LiveGenerator live = new LiveGenerator(settings(servers.jdbcUrl()), 10)) {
      live.start();
      await().atMost(PATIENCE).until(() -> live.status().state() == Status.State.FAILED);
      assertThat(live.status().message()).contains("lacks a table", "generator_it");
    }
    assertThatThrownBy(
            () -> new Generator(settings("jdbc:postgresql://127.0.0.1:1/x")).insertDevices())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining(ProofServers.PASSWORD);
  }

  private static GeneratorSettings settings(String url) {
    return GeneratorSettings.withDefaults(url, ProofServers.USER, ProofServers.PASSWORD);
  }
}
