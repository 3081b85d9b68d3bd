package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.console.SavedQuery;
import dev.prejoin.console.SavedQuery.Parameter;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.SourceServer;
import dev.prejoin.generate.experiments.ExperimentsSource;
import dev.prejoin.proof.Comparison;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.SignificanceResult;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The experiments pipeline on real servers: assignments through an outbox that is emptied, events
 * joined with what a view makes of them, and the statistics of the reports.
 */
class ExperimentsIT {
  private static final String DATABASE = "experiments_analytics";
  private static final Home HOME = new Home(Path.of("").toAbsolutePath());
  private static final int EVENTS = 6_000;
  private static final double EXACT = 1e-9;

  private static FreshDevStack servers;
  private static Settings settings;
  private static Application application;

  @BeforeAll
  static void run() throws Exception {
    servers = new FreshDevStack();
    servers.clickHouse("CREATE DATABASE " + DATABASE);
    ExperimentsSource source =
        new ExperimentsSource(
            new SourceServer(servers.stack().postgresJdbcUrl(), servers.stack().postgresUser(), ""),
            42);
    source.prepare();
    settings =
        SettingsReader.read(
            HOME.path("config/application.properties"),
            Map.of(),
            servers.settings(
                Map.of("pipelines", "topology/experiments.sql", "clickhouse.database", DATABASE)));
    application = new Application(settings, HOME);
    application.start(step -> {});
    application.awaitRunning();
    source.load(EVENTS, Instant.parse("2026-03-30T12:00:00Z"), there -> {});
    source.purge();
    awaitAll();
  }

  @AfterAll
  static void stop() {
    application.close();
    servers.close();
  }

  private static void awaitAll() {
    try (LandingBarrier barrier = application.pipelines().barrier(settings)) {
      barrier.await(progress -> {});
    }
  }

  @Test
  void shouldSayWhatTheSqlSaysThoughTheOutboxIsEmptyAndEverythingChanges() throws Exception {
    assertThat(number("SELECT count() FROM events_processed FINAL WHERE variant_id = ''"))
        .as("all have met their assignment, also where it came later")
        .isZero();
    awaitEqual();

    servers.postgres(
        """
        WITH moved AS (
          UPDATE assignments SET variant_id = 'control', assigned_at = assigned_at + interval '1 s'
          WHERE experiment_id = 'checkout_button' AND user_id < 'u-0000020'
          RETURNING *
        )
        INSERT INTO assignments_outbox (aggregate_type, aggregate_id, event_type, payload)
        SELECT 'assignment', experiment_id || ':' || user_id, 'assigned', jsonb_build_object(
          'experiment_id', experiment_id, 'user_id', user_id, 'variant_id', variant_id,
          'assigned_at', assigned_at)
        FROM moved;
        INSERT INTO assignments_outbox (aggregate_type, aggregate_id, event_type, payload)
        VALUES ('invoice', '1', 'sent', '{"total": 5}');
        DELETE FROM assignments_outbox;
        UPDATE variants SET name = 'By stars' WHERE variant_id = 'rating';
        UPDATE experiments SET name = 'Ranking' WHERE experiment_id = 'search_ranking';
        DELETE FROM users WHERE user_id < 'u-0000030';
        UPDATE events SET "timestamp" = "timestamp" - interval '3 days' WHERE event_id < '1%1$s';
        UPDATE events SET properties = '{"page": 7, "value": "much"}' WHERE event_id > 'f%1$s';
        DELETE FROM events WHERE event_id BETWEEN '2%1$s' AND '3%1$s';
        """
            .formatted("0000000-0000-0000-0000-000000000000"));
    awaitAll();
    assertThat(number("SELECT count() FROM events_processed FINAL WHERE NOT is_valid"))
        .as("events before their assignment")
        .isPositive();
    assertThat(number("SELECT count() FROM assignments_processed FINAL"))
        .as("an assignment stays when its row in the outbox goes")
        .isEqualTo(
            number(
                "SELECT count() FROM postgresql('127.0.0.1:%d', '%s', 'assignments', 'postgres', '')"
                    .formatted(
                        servers.stack().postgresPort(), servers.stack().postgresDatabase())));
    awaitEqual();
  }

  /** Buckets are counted anew a moment after their rows have landed. */
  private static void awaitEqual() {
    await().atMost(Duration.ofSeconds(90)).untilAsserted(ExperimentsIT::assertEqual);
  }

  private static void assertEqual() {
    OracleSettings oracle =
        new OracleSettings(
            servers.stack().clickHouseUrl(),
            "default",
            "",
            DATABASE,
            servers.stack().postgresHost(),
            servers.stack().postgresPort(),
            servers.stack().postgresDatabase(),
            servers.stack().postgresUser(),
            "");
    Pipeline pipeline = application.pipelines().named("experiments");
    assertThat(
            new Oracle(oracle)
                .compare(
                    pipeline.file(),
                    HOME.path("clickhouse/oracle/experiments.sql"),
                    pipeline.sourcesNotLanded(settings))
                .comparisons())
        .allMatch(Comparison::equal);
  }

  @Test
  void shouldAgreeWithAnotherLibraryOfStatistics() throws Exception {
    Map<String, List<JsonNode>> experiments = new LinkedHashMap<>();
    for (JsonNode row :
        rows("SELECT * FROM experiment_performance ORDER BY experiment_id, is_control DESC")) {
      experiments
          .computeIfAbsent(row.path("experiment_id").asText(), e -> new ArrayList<>())
          .add(row);
    }
    assertThat(experiments.keySet())
        .containsExactly("checkout_button", "search_ranking", "yearly_price");
    for (List<JsonNode> variants : experiments.values()) {
      JsonNode control = variants.get(0);
      assertThat(control.path("is_control").asBoolean()).isTrue();
      assertThat(control.path("lift").isNull()).isTrue();
      variants.forEach(ExperimentsIT::assertRate);
      variants.stream().skip(1).forEach(variant -> assertLift(variant, control));
      double[] expected =
          variants.stream().mapToDouble(each -> each.path("planned_share").asDouble()).toArray();
      long[] observed =
          variants.stream().mapToLong(each -> each.path("assigned_users").asLong()).toArray();
      SignificanceResult mismatch = ChiSquareTest.withDefaults().test(expected, observed);
      for (JsonNode variant : variants) {
        assertClose(variant, "mismatch_chi_squared", mismatch.getStatistic());
        assertClose(variant, "mismatch_p_value", mismatch.getPValue());
      }
    }
  }

  private static void assertRate(JsonNode variant) {
    int users = variant.path("exposed_users").asInt();
    int converted = variant.path("converted_users").asInt();
    Interval interval =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(users, converted, 0.05);
    assertClose(variant, "conversion_rate", (double) converted / users);
    assertClose(variant, "rate_low", interval.getLowerBound());
    assertClose(variant, "rate_high", interval.getUpperBound());
    assertClose(variant, "revenue_per_user", variant.path("revenue").asDouble() / users);
  }

  /** The test of two proportions is that of a table of two by two, whose statistic is z squared. */
  private static void assertLift(JsonNode variant, JsonNode control) {
    long users = variant.path("exposed_users").asLong();
    long converted = variant.path("converted_users").asLong();
    long controlUsers = control.path("exposed_users").asLong();
    long controlConverted = control.path("converted_users").asLong();
    SignificanceResult test =
        ChiSquareTest.withDefaults()
            .test(
                new long[][] {
                  {converted, users - converted},
                  {controlConverted, controlUsers - controlConverted}
                });
    double z = variant.path("z_score").asDouble();
    assertThat(z * z).isCloseTo(test.getStatistic(), within(EXACT));
    assertClose(variant, "p_value", test.getPValue());

    NormalDistribution normal = NormalDistribution.of(0, 1);
    double half = normal.inverseCumulativeProbability(0.975);
    double ratio = ((double) converted / users) / ((double) controlConverted / controlUsers);
    // Katz and others (1978): the interval of a ratio of risks.
    double error =
        Math.sqrt(1.0 / converted - 1.0 / users + 1.0 / controlConverted - 1.0 / controlUsers);
    assertClose(variant, "lift", ratio - 1);
    assertClose(variant, "lift_low", Math.exp(Math.log(ratio) - half * error) - 1);
    assertClose(variant, "lift_high", Math.exp(Math.log(ratio) + half * error) - 1);

    double rate = (double) converted / users;
    double controlRate = (double) controlConverted / controlUsers;
    double needed =
        Math.pow(half + normal.inverseCumulativeProbability(0.8), 2)
            * (rate * (1 - rate) + controlRate * (1 - controlRate))
            / Math.pow(rate - controlRate, 2);
    assertThat(variant.path("users_needed").asDouble()).isEqualTo(Math.ceil(needed));
  }

  private static void assertClose(JsonNode row, String column, double expected) {
    assertThat(row.path(column).asDouble(Double.NaN))
        .as(
            "%s of %s %s",
            column, row.path("experiment_id").asText(), row.path("variant_id").asText())
        .isCloseTo(expected, within(EXACT));
  }

  @Test
  void shouldFollowAUserFromTheAssignmentToTheConversion() throws Exception {
    servers.postgres(
        """
        INSERT INTO users VALUES ('test_user', 'DE', 'pro', '2026-01-01T00:00:00Z');
        INSERT INTO assignments VALUES
          ('checkout_button', 'test_user', 'one_tap', '2026-03-04T10:00:00Z');
        INSERT INTO assignments_outbox (aggregate_type, aggregate_id, event_type, payload)
        SELECT aggregate_type, aggregate_id, event_type, payload
        FROM assignments_outbox_ever WHERE aggregate_id = 'checkout_button:test_user';
        INSERT INTO events
        SELECT gen_random_uuid(), 'checkout_button', 'test_user', type, at, properties
        FROM (VALUES
          ('page_view',  '2026-03-04T09:00:00Z'::timestamptz, '{"page": "/"}'::jsonb),
          ('exposure',   '2026-03-04T10:10:00Z', '{"page": "/search"}'),
          ('page_view',  '2026-03-04T10:15:00Z', '{"page": "/cart"}'),
          ('exposure',   '2026-03-12T18:00:00Z', '{"page": "/"}'),
          ('exposure',   '2026-03-12T18:01:00Z', '{"page": "/"}'),
          ('conversion', '2026-03-12T18:02:30Z', '{"page": "/checkout", "value": 49.5}')
        ) AS done (type, at, properties);
        """);
    awaitAll();
    JsonNode journey =
        rows("SELECT * FROM user_journey_analysis WHERE user_id = 'test_user'").get(0);
    assertThat(journey.path("stage").asText()).isEqualTo("converted");
    assertThat(journey.path("variant_id").asText()).isEqualTo("one_tap");
    assertThat(journey.path("cohort_week").asText()).isEqualTo("2026-03-02");
    assertThat(journey.path("weeks").asInt()).isEqualTo(1);
    assertThat(journey.path("events").asInt()).as("without that before it").isEqualTo(5);
    assertThat(journey.path("sessions").asInt()).isEqualTo(2);
    assertThat(journey.path("session_seconds").asDouble()).isEqualTo(300 + 150);
    assertThat(journey.path("revenue").asDouble()).isEqualTo(49.5);
    assertThat(journey.path("first_touch").asText()).isEqualTo("/search");
    assertThat(journey.path("last_touch").asText()).isEqualTo("/");
    assertThat(journey.path("linear_touch").path("/").asDouble()).isCloseTo(2 / 3d, within(EXACT));
    assertThat(journey.path("linear_touch").path("/search").asDouble())
        .isCloseTo(1 / 3d, within(EXACT));
    assertThat(
            rows("SELECT dictGet('users_dict', 'country', 'test_user') AS country")
                .get(0)
                .path("country")
                .asText())
        .isEqualTo("DE");
  }

  /** Those of the last two days have none: the events are older. */
  @Test
  void shouldAnswerWhatThePageOfResultsAsksAsTheReportsSay() throws Exception {
    RunFigures figures = application.figures("experiments");
    Map<String, JsonNode> answers = new HashMap<>();
    Map<String, String> given =
        Map.of("experiment", "checkout_button", "by", "device", "user", "u-0000050");
    for (SavedQuery query : figures.queries()) {
      Map<String, String> parameters =
          query.parameters().stream()
              .collect(Collectors.toMap(Parameter::name, each -> given.get(each.name())));
      JsonNode answer = new ObjectMapper().readTree(figures.answer(query, parameters)).path("data");
      assertThat(answer.isEmpty()).as(query.name()).isEqualTo(query.name().equals("hourly"));
      answers.put(query.name(), answer);
    }
    assertThat(sum(answers, "behaviour", "events"))
        .isEqualTo(
            number(
                "SELECT count() FROM events_processed FINAL WHERE is_valid AND experiment_id = 'checkout_button'"));
    long exposed =
        number(
            "SELECT sum(exposed_users) FROM experiment_performance WHERE experiment_id = 'checkout_button'");
    assertThat(sum(answers, "funnel", "exposed")).isEqualTo(exposed);
    assertThat(sum(answers, "cohorts", "users")).isEqualTo(exposed);
    assertThat(sum(answers, "touches", "first"))
        .isEqualTo(sum(answers, "touches", "last"))
        .isEqualTo(sum(answers, "funnel", "converted"));
    assertThat(sum(answers, "daily", "conversions"))
        .isEqualTo(
            number(
                "SELECT countIfMerge(conversions) FROM user_experiment_stats WHERE variant_id != '' AND experiment_id = 'checkout_button'"));
    assertThat(answers.get("user").get(0).path("user_id").asText()).isEqualTo("u-0000050");
  }

  private static long sum(Map<String, JsonNode> answers, String query, String column) {
    return StreamSupport.stream(answers.get(query).spliterator(), false)
        .mapToLong(row -> row.path(column).asLong())
        .sum();
  }

  private static long number(String sql) throws IOException, InterruptedException {
    return Long.parseLong(servers.clickHouse("SELECT * FROM (" + inDatabase(sql) + ")"));
  }

  private static List<JsonNode> rows(String sql) throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    String answer =
        servers.clickHouse(
            inDatabase(sql)
                + " SETTINGS output_format_json_quote_64bit_integers = 0 FORMAT JSONEachRow");
    for (String line : answer.lines().toList()) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  /** In the pipeline's own database. */
  private static String inDatabase(String sql) {
    return sql.replaceAll("\\b(FROM|JOIN) (?!postgresql)(\\w+)", "$1 " + DATABASE + ".$2")
        .replace("'users_dict'", "'" + DATABASE + ".users_dict'");
  }
}
