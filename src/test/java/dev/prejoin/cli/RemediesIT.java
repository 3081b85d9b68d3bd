package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.runtime.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A whole run as a user has it, a process and commands, while rows come, change and go: what is
 * said when something is missing for good or for a while, and that what is said to do mends it.
 */
class RemediesIT {
  private static final int ROWS = 4_000;

  private static FreshDevStack servers;
  private static RunProcess process;
  private static int lives;
  private static ScheduledExecutorService writer;
  private static volatile boolean writes = true;

  @BeforeAll
  static void run() throws Exception {
    servers = new FreshDevStack();
    Generator generator =
        new Generator(
            GeneratorSettings.withDefaults(
                servers.stack().postgresJdbcUrl(), servers.stack().postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    generator.load(ROWS, Instant.now(), there -> {});
    start();
    awaitSnapshots(1);
    Random random = new Random(7);
    writer = Executors.newSingleThreadScheduledExecutor();
    writer.scheduleWithFixedDelay(() -> write(random), 0, 40, TimeUnit.MILLISECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    writer.shutdown();
    assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    process.close();
    servers.close();
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(servers.powerSettings(Map.of()));
    // Many chunks, so that it is killed between two of them.
    settings.put("capture.snapshot.chunk.rows", "50");
    // Kafka is missed within seconds.
    settings.put("kafka.max.block.ms", "3000");
    settings.put("roles", "capture,topology,sink");
    return settings;
  }

  private static void start() throws Exception {
    lives++;
    process =
        RunProcess.start(servers.directory().resolve("run-%d.log".formatted(lives)), settings());
  }

  private static ConditionFactory awaiting() {
    return Awaitility.await().atMost(Duration.ofSeconds(180)).ignoreExceptions();
  }

  private static void awaitSaying(String... words) {
    awaiting().until(() -> process.says(words));
  }

  private static Map<String, CaptureProgress.Table> tables() {
    return CaptureProgress.read(
            Map.of("bootstrap.servers", servers.stack().kafkaBootstrapServers()),
            "prejoin.capture",
            "prejoin")
        .map(CaptureProgress::tables)
        .orElse(Map.of());
  }

  private static void awaitSnapshots(int incarnation) {
    awaiting()
        .untilAsserted(
            () ->
                assertThat(tables().values())
                    .hasSize(2)
                    .allMatch(table -> table.complete() && table.incarnation() == incarnation));
  }

  /** Inserts, updates and deletes of facts, and metadata that changes. */
  private static void write(Random random) {
    if (!writes) {
      return;
    }
    int device = 1 + random.nextInt(1_000);
    long id = 1 + random.nextInt(ROWS);
    try {
      servers.postgres(
          "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\") VALUES"
              + " (date_trunc('second', now()), %d, %d);".formatted(device, random.nextInt(120))
              + " UPDATE power_readings SET \"power_usage_kWh\" = %d, device_id = %d WHERE id = %d;"
                  .formatted(random.nextInt(90), device, id)
              + " DELETE FROM power_readings WHERE id = %d;".formatted(1 + random.nextInt(ROWS))
              + " UPDATE device_metadata SET building_type = 'kind %d' WHERE device_id = %d"
                  .formatted(random.nextInt(5), device));
    } catch (SQLException e) {
      // PostgreSQL is away: what was not committed is not to be captured.
    }
  }

  private static String prejoin(ExitCode expected, String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    settings().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).as(out.toString()).isEqualTo(expected.status());
    return out.toString();
  }

  /** Writers rest meanwhile, so that one look is enough. */
  private static void assertExact() {
    writes = false;
    prejoin(ExitCode.OK, "verify");
    assertThat(prejoin(ExitCode.OK, "status")).contains("✓ it adds up").doesNotContain("✗");
    writes = true;
  }

  @Test
  void shouldTakeAllAnewWhenTheSlotWasDroppedThoughItIsKilledInTheMiddle() throws Exception {
    int before = tables().get("l1_power_raw").incarnation();
    process.kill();
    awaiting().untilAsserted(() -> servers.postgres("SELECT pg_drop_replication_slot('prejoin')"));
    // Nobody will tell of these.
    servers.postgres("DELETE FROM power_readings WHERE id % 10 = 0");
    servers.postgres("UPDATE power_readings SET \"power_usage_kWh\" = 3 WHERE id % 10 = 1");
    servers.postgres("DELETE FROM device_metadata WHERE device_id % 100 = 0");

    start();

    awaitSaying("capture prejoin waits", "no longer has the log", "prejoin snapshot (for all");
    assertThat(prejoin(ExitCode.ENVIRONMENT, "status", "--no-count"))
        .containsPattern("(?m)^✗ .*no longer has the log.*prejoin snapshot \\(for all tables\\)");
    assertThat(prejoin(ExitCode.ENVIRONMENT, "verify")).contains("no longer has the log");

    assertThat(prejoin(ExitCode.OK, "snapshot")).contains("public.power_readings");
    awaiting()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              CaptureProgress.Table facts = tables().get("l1_power_raw");
              return facts.incarnation() == before + 1 && facts.rows() >= ROWS / 4;
            });
    process.kill();
    assertThat(tables().get("l1_power_raw").complete()).as("killed in the middle").isFalse();
    assertThat(prejoin(ExitCode.ENVIRONMENT, "status", "--no-count"))
        .containsPattern("snapshot anew of public.power_readings: [0-9,]+( of about [0-9,]+)? rows")
        .contains("✗ nobody runs the capture");
    start();
    awaitSnapshots(before + 1);

    assertExact();
  }

  @Test
  void shouldTakeAllAnewWhenPostgresGaveUpItsLogWhileItRuns() throws Exception {
    int before = tables().get("l1_power_raw").incarnation();
    servers.postgres("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
    servers.postgres("SELECT pg_reload_conf()");
    try {
      process.signal("STOP");
      servers.postgres(
          "CREATE TABLE noise AS SELECT repeat('x', 500) FROM generate_series(1, 40000)");
      servers.postgres("SELECT pg_switch_wal()");
      awaiting().until(() -> walStatus().equals("unreserved"));
      assertThat(prejoin(ExitCode.ENVIRONMENT, "status", "--no-count"))
          .contains("✗ PostgreSQL gives up log", "max_slot_wal_keep_size");
      servers.postgres("CHECKPOINT");
      awaiting().until(() -> walStatus().equals("lost"));
      servers.postgres("DELETE FROM power_readings WHERE id % 10 = 2");
    } finally {
      process.signal("CONT");
      servers.postgres("ALTER SYSTEM RESET max_slot_wal_keep_size");
      servers.postgres("SELECT pg_reload_conf()");
      servers.postgres("DROP TABLE IF EXISTS noise");
    }

    awaitSaying("capture prejoin waits", "no longer has the log", "prejoin snapshot (for all");
    // One table alone does not mend it.
    prejoin(ExitCode.OK, "snapshot", "public.device_metadata");
    prejoin(ExitCode.OK, "snapshot", "l1_power_raw");
    awaitSnapshots(before + 1);

    assertExact();
  }

  private static String walStatus() throws SQLException {
    try (Connection asking = servers.connect();
        Statement statement = asking.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'prejoin'")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  @Test
  void shouldSayOnceWhoIsAwayAndGoOnByItself() throws Exception {
    awaitSaying("capture prejoin runs: streams 2 tables");
    Map<Server, List<String>> waiting =
        Map.of(
            Server.POSTGRES, List.of("capture prejoin waits: PostgreSQL"),
            Server.CLICKHOUSE, List.of("sink waits: "),
            Server.KAFKA, List.of("capture prejoin waits: Kafka", "topology waits: Kafka"));
    for (Map.Entry<Server, List<String>> server : waiting.entrySet()) {
      List<Long> before = counts(server.getValue());
      List<Long> once = before.stream().map(count -> count + 1).toList();
      servers.stack().kill(server.getKey());
      try {
        awaiting().until(() -> allSaidSince(before, counts(server.getValue())));
      } finally {
        servers.stack().restart(server.getKey());
      }
      awaiting().untilAsserted(RemediesIT::assertNothingWaits);
      assertThat(counts(server.getValue()))
          .as("%s, of %s", server.getKey(), process.lines())
          .isEqualTo(once);
      assertThat(process.isAlive()).isTrue();
    }

    assertExact();
  }

  private static void assertNothingWaits() {
    assertThat(prejoin(ExitCode.OK, "status")).contains("✓ it adds up");
  }

  private static boolean allSaidSince(List<Long> before, List<Long> now) {
    return IntStream.range(0, now.size()).allMatch(each -> now.get(each) > before.get(each));
  }

  private static List<Long> counts(List<String> sayings) throws Exception {
    List<String> lines = process.lines();
    return sayings.stream()
        .map(words -> lines.stream().filter(line -> line.contains(words)).count())
        .toList();
  }
}
