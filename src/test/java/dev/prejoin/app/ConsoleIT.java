package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.app.definitions.DefinitionWriter;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.config.Settings;
import dev.prejoin.console.Browser;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Fillings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real run, in a real browser: what it says beside what SQL says. */
class ConsoleIT {
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int DEVICES = 50;
  private static final int LOADED = 2_000;
  private static final int LATE = 20;

  /** Readings whose device never gets metadata, some of them old. */
  private static final int UNKNOWN = 6;

  @TempDir Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> steps = new ArrayList<>();
  private FreshDevStack servers;

  @BeforeEach
  void startServers() throws Exception {
    servers = new FreshDevStack();
    ProjectCopy.of(home, "topology/power.sql", "schemas", "clickhouse");
  }

  @AfterEach
  void stopServers() {
    servers.close();
  }

  @Test
  void shouldShowEachCorrectionOnceItIsRightInTheAggregates() throws Exception {
    Generator generator =
        new Generator(
            new GeneratorSettings(
                servers.stack().postgresJdbcUrl(),
                servers.stack().postgresUser(),
                "",
                GeneratorSettings.DEFAULT_SEED,
                DEVICES,
                0,
                0));
    generator.createTables();
    generator.insertDevices();
    Settings settings =
        ProjectCopy.settings(
            home, servers, Map.of("console.host", "127.0.0.1", "console.port", "0"));
    try (Application application = new Application(settings, new Home(home));
        Browser browser = new Browser()) {
      application.start(steps::add);
      application.awaitRunning();
      browser.look(1280, false);
      browser.open(address());
      generator.load(LOADED, Instant.now(), there -> {});
      servers.postgres(
          """
          INSERT INTO power_readings ("timestamp", device_id, "power_usage_kWh")
          SELECT date_trunc('second', now()) - n * interval '1 second', 5000, 1.5
          FROM generate_series(1, %d) AS n
          """
              .formatted(LATE));
      servers.postgres(
          """
          INSERT INTO power_readings ("timestamp", device_id, "power_usage_kWh")
          SELECT date_trunc('second', now()) - n %% 2 * interval '9 days', 5001, 0.25
          FROM generate_series(1, %d) AS n
          """
              .formatted(UNKNOWN));
      eventually(
          "SELECT count() FROM l3_power_joined FINAL", Integer.toString(LOADED + LATE + UNKNOWN));
      await().atMost(SOON).until(() -> browser.text("#log-empty").startsWith("None so far"));
      assertThat(corrections()).as("what is new corrects nothing").isEmpty();

      shouldLookIntoEachNode();

      servers.postgres(
          "UPDATE power_readings SET \"power_usage_kWh\" = 2.5 WHERE id IN"
              + " (SELECT id FROM power_readings WHERE device_id = 3 ORDER BY id LIMIT 5)");
      servers.postgres(
          "UPDATE power_readings SET \"timestamp\" = \"timestamp\" - interval '2 hours', device_id = 6"
              + " WHERE id = (SELECT min(id) FROM power_readings WHERE device_id = 4)");
      servers.postgres(
          "DELETE FROM power_readings WHERE id IN"
              + " (SELECT id FROM power_readings WHERE device_id = 5 ORDER BY id LIMIT 3)");
      servers.postgres("UPDATE device_metadata SET building_type = 'Museum' WHERE device_id = 1");
      servers.postgres("INSERT INTO device_metadata VALUES (5000, 'C\\nate', 'Late', 1, 2)");

      long moved =
          Long.parseLong(sql("SELECT count() FROM l3_power_joined FINAL WHERE device_id = 1"));
      List<JsonNode> told =
          await()
              .atMost(SOON)
              .pollInterval(OFTEN)
              .until(
                  this::corrections,
                  all -> all.size() == 11 && all.stream().allMatch(this::isRight));
      // At once, without waiting: what is said to be right is so.
      assertThat(sql(counted("building_type = 'Museum'"))).isEqualTo(Long.toString(moved));
      assertThat(sql(counted("building_type = 'Late'"))).isEqualTo(Integer.toString(LATE));
      assertThat(sql(counted("device_id = 5"))).isEqualTo(sql(landed("device_id = 5")));
      for (JsonNode update : of(told, "UPDATED", false)) {
        shouldBeAsSqlHasIt(update);
      }
      assertThat(of(told, "UPDATED", false)).hasSize(6);
      assertThat(of(told, "REMOVED", false)).hasSize(3);
      assertThat(of(told, "UPDATED", true)).hasSize(1);
      assertThat(of(told, "UPDATED", true).get(0).path("rows").asLong()).isEqualTo(moved);
      assertThat(of(told, "ADDED", true)).hasSize(1);
      assertThat(of(told, "ADDED", true).get(0).path("rows").asLong()).isEqualTo(LATE);
      assertThat(told)
          .allSatisfy(each -> assertThat(each.path("seconds").asDouble()).isBetween(0.0, 60.0));

      shouldShow(browser, told, moved + LATE);
      shouldShowWhatIsPaused(browser, settings);
      PowerOracle.awaitEqual(servers.stack(), home);
      assertThat(browser.complaints()).isEmpty();
      PowerDashboard dashboard =
          new PowerDashboard(servers, application.figures("power"), "Museum", "C\\nate");
      dashboard.shouldSayWhatPlainSqlSays();
      dashboard.shouldShowIt(browser, address());
    }
  }

  /** The page's own words of it, and the cards. */
  private void shouldShow(Browser browser, List<JsonNode> told, long restated) throws Exception {
    await().atMost(SOON).until(() -> browser.texts("#log-rows tr").size() == told.size());
    // The page asks once a second, and may have heard of a row before the rows made anew for it.
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(browser.texts("#log-rows .what"))
                    .contains("Metadata came late", "Metadata changed", "Updated", "Removed"));
    assertThat(browser.texts("#log-rows .change"))
        .anyMatch(text -> text.matches("building_type \\w+ → Museum"))
        .anyMatch(text -> text.contains("device_id 4 → 6") && text.contains("timestamp 20"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              List<String> rows = browser.texts("#corrections .rows");
              assertThat(rows.subList(0, 3)).containsExactly("6", "3", "%,d".formatted(restated));
              assertThat(rows.get(4)).as("waiting keys").isEqualTo("0");
              assertThat(browser.text("#stale-buckets")).isEqualTo("0");
            });
  }

  private void shouldShowWhatIsPaused(Browser browser, Settings settings) throws Exception {
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      Fillings fillings = new Fillings(clickHouse);
      fillings.request("l4_power_agg_stats", "l3_power_joined");
      fillings.pause("l4_power_agg_stats", true);
      String stored =
          sql(
              "SELECT sum(rows) FROM system.parts WHERE active AND table = 'l3_power_joined'"
                  + " AND database = currentDatabase()");
      await()
          .atMost(SOON)
          .until(
              () -> String.join("", browser.texts("#works li")),
              text ->
                  text.startsWith("Counting from all rows l4_power_agg_stats")
                      && text.contains("of %,d rows".formatted(Long.parseLong(stored)))
                      && text.endsWith("paused"));
      fillings.pause("l4_power_agg_stats", false);
      await().atMost(SOON).until(() -> browser.texts("#works li").isEmpty());
      assertThat(browser.text("#works-note")).startsWith("No table is being read");
    }
    try (DefinitionWriter writer = new DefinitionWriter(settings.kafka())) {
      writer.request("l1_power_raw", new RestateRequest("asked", Set.of("l3_power_joined"), true));
      await()
          .atMost(SOON)
          .until(
              () -> String.join("", browser.texts("#works li")).replaceAll("\\s+", " "),
              "Making rows anew for l3_power_joined 0 rows, paused"::equals);
      writer.request("l1_power_raw", new RestateRequest("withdrawn", Set.of(), true));
      await().atMost(SOON).until(() -> browser.texts("#works li").isEmpty());
    }
  }

  private void shouldLookIntoEachNode() throws Exception {
    JsonNode nodes = answer("/api/topology").path("nodes");
    assertThat(nodes.findValuesAsText("id"))
        .contains("view mv_l2_to_l3", "table l4_power_agg_hourly");
    for (String id : nodes.findValuesAsText("id")) {
      JsonNode detail = answer("/api/topology/node?node=" + id.replace(" ", "%20"));
      assertThat(detail.path("id").asText()).isEqualTo(id);
      if (!id.endsWith(".rejects")) {
        assertThat(detail.path("sql").asText()).as(id).contains("CREATE ");
      }
    }
    JsonNode records =
        answer("/api/topology/records?node=topic%20l3_power_joined&most=30").path("records");
    assertThat(records).hasSize(30);
    for (JsonNode record : records) {
      assertThat(
              sql(
                  "SELECT customer_id FROM l3_power_joined FINAL WHERE _key = "
                      + record.path("key").path("id").asText()))
          .isEqualTo(record.path("row").path("customer_id").asText());
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode traffic = answer("/api/overview").path("figures").path("traffic");
              assertThat(traffic.path("hops").findValuesAsText("name"))
                  .containsExactly("capture", "topology", "sink");
              assertThat(traffic.path("hops").findValues("p50Seconds"))
                  .allMatch(JsonNode::isNumber);
              assertThat(traffic.path("hops").findValuesAsText("lag"))
                  .containsExactly("-1", "0", "0");
              JsonNode partitions =
                  answer("/api/topology/node?node=topic%20l3_power_joined").path("partitions");
              assertThat(partitions).hasSize(4);
              assertThat(partitions.findValuesAsText("name")).containsOnly("sink");
              assertThat(partitions.findValues("end").stream().mapToLong(JsonNode::asLong).sum())
                  .isGreaterThanOrEqualTo(LOADED + LATE);
            });
  }

  private void shouldBeAsSqlHasIt(JsonNode update) throws Exception {
    String id = update.path("key").get(0).path("value").asText();
    for (JsonNode change : update.path("changes")) {
      assertThat(
              sql(
                  "SELECT toString(%s) FROM l3_power_joined FINAL WHERE _key = %s"
                      .formatted(change.path("column").asText(), id)))
          .as("%s of %s", change, id)
          .isEqualTo(change.path("after").asText());
    }
  }

  private boolean isRight(JsonNode correction) {
    return !correction.path("countedAt").isNull();
  }

  private static List<JsonNode> of(List<JsonNode> told, String kind, boolean dimension) {
    return told.stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .filter(each -> each.path("dimension").asBoolean() == dimension)
        .toList();
  }

  private List<JsonNode> corrections() throws IOException, InterruptedException {
    return StreamSupport.stream(answer("/api/corrections").path("corrections").spliterator(), false)
        .toList();
  }

  private JsonNode answer(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path)).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private String address() {
    return steps.stream()
        .filter(step -> step.startsWith("Console at "))
        .map(step -> step.substring("Console at ".length()))
        .findFirst()
        .orElseThrow();
  }

  private static String counted(String condition) {
    return "SELECT countMerge(usage_count) FROM l4_power_agg_stats WHERE " + condition;
  }

  private static String landed(String condition) {
    return "SELECT count() FROM l3_power_joined FINAL WHERE " + condition;
  }

  private String sql(String statement) throws IOException, InterruptedException {
    return servers.clickHouse(statement).strip();
  }

  private void eventually(String statement, String result) {
    await().atMost(SOON).pollInterval(OFTEN).until(() -> sql(statement), result::equals);
  }
}
