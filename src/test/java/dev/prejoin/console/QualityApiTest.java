package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.VerifyOrder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityApiTest {
  private static final String REJECTS = "{\"kind\":\"REJECTS\"}";

  private final GivenQuality quality = new GivenQuality();
  private final Console console =
      new Console(new ConsoleSettings("127.0.0.1", 0), List.of(new Given(quality)), () -> "");

  @BeforeEach
  void start() {
    console.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void shouldTellWhatIsPutAsideAndWhatWaits() throws Exception {
    JsonNode group = get("rejects", 200).path("rejects").get(0);
    assertThat(group.path("rows").asLong()).isEqualTo(1_204);
    assertThat(group.path("last").asText()).isEqualTo("2026-03-01T12:03:10Z");
    JsonNode rows =
        get("rejects/rows?view=mv_l1_to_l2&rule=power_usage_kWh%20%3E%3D%200&most=2", 200)
            .path("rows");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).path("row").path("device_id").asInt()).isEqualTo(868);
    JsonNode letters = get("dead-letters", 200);
    assertThat(letters.path("limit").isNull()).isTrue();
    assertThat(letters.path("groups").get(0).path("samples").get(0).path("value").path("hex"))
        .hasToString("\"ff 00 c3 28\"");
    assertThat(get("waiting", 200).path("unmatched").get(0).path("keys").asLong()).isEqualTo(2);
  }

  @Test
  void shouldBeginAJobTellHowFarItIsAndKeepItsResult() throws Exception {
    HttpResponse<String> begun =
        post(
            "replays",
            "{\"kind\":\"REJECTS\",\"view\":\"mv_l1_to_l2\",\"rule\":\"a > 'b'\",\"since\":\"2026-03-01T00:00:00Z\",\"dryRun\":false}");
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(begun.headers().firstValue("Location")).contains("/api/jobs/1");
    assertThat(quality.orders)
        .containsExactly(
            new ReplayOrder(
                ReplayOrder.Kind.REJECTS,
                "mv_l1_to_l2",
                "a > 'b'",
                Instant.parse("2026-03-01T00:00:00Z"),
                false));
    assertThat(get("jobs/1", 200).path("now").asText()).isEqualTo("Comparing l3_power_joined");

    JsonNode second = json(post("replays", REJECTS), 409);
    assertThat(second.path("error").asText()).contains("One runs already", "cancel it");

    quality.done("1", GivenQuality.replayed(false));
    assertThat(get("jobs/1", 200).path("result").path("outcome").path("landed").asLong())
        .isEqualTo(1_190);
    JsonNode listed = get("jobs", 200).path("jobs").get(0);
    assertThat(listed.path("state").asText()).isEqualTo("DONE");
    assertThat(listed.path("result").isNull()).as("results are not in lists").isTrue();
  }

  @Test
  void shouldTryOnlyUnlessItIsToldToSend() throws Exception {
    json(post("replays", "{\"kind\":\"DEAD_LETTERS\"}"), 202);
    assertThat(((ReplayOrder) quality.orders.get(0)).dryRun()).isTrue();
  }

  @Test
  void shouldCompareARangeOfHoursOrOfTimesOrAll() throws Exception {
    json(post("verifications", "{\"hours\":2}"), 202);
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    VerifyOrder hours = (VerifyOrder) quality.orders.get(0);
    assertThat(hours.from())
        .isBetween(hour.minus(Duration.ofHours(2)), hour.minus(Duration.ofHours(1)));
    assertThat(hours.to()).isNull();
    quality.done("1", GivenQuality.verified(true));
    json(
        post(
            "verifications", "{\"from\":\"2026-03-01T11:00:00Z\",\"to\":\"2026-03-01T12:00:00Z\"}"),
        202);
    quality.done("2", GivenQuality.verified(false));
    json(post("verifications", "{}"), 202);
    assertThat(quality.orders.subList(1, 3))
        .containsExactly(
            new VerifyOrder(
                Instant.parse("2026-03-01T11:00:00Z"), Instant.parse("2026-03-01T12:00:00Z")),
            new VerifyOrder(null, null));
  }

  @Test
  void shouldCancelAJobThatRuns() throws Exception {
    json(post("reconciliations", "{}"), 202);
    JsonNode cancelled = json(send(to("jobs/1").DELETE()), 202);
    assertThat(cancelled.path("state").asText()).isEqualTo("CANCELLED");
    assertThat(json(send(to("jobs/7").DELETE()), 404).path("error").asText())
        .isEqualTo(
            "There is no job 7 of this pipeline, or it is forgotten; /api/jobs has the last");
  }

  @Test
  void shouldSayWhyThisProcessCannotCompare() throws Exception {
    quality.cannot = Map.of(Job.Kind.VERIFICATION, "This process has not the role capture");
    assertThat(get("jobs", 200).path("cannot").path("VERIFICATION").asText())
        .isEqualTo("This process has not the role capture");
    assertThat(json(post("verifications", "{}"), 409).path("error").asText())
        .isEqualTo("This process has not the role capture");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rejects/rows                      | 400 | view= is missing: /api/rejects has those",
        "rejects/rows?view=v               | 400 | rule= is missing",
        "rejects/rows?view=v&rule=r        | 400 | No view v keeps rejects",
        "rejects/rows?view=v&rule=r&most=0 | 400 | most= is a number from 1 to 100",
        "jobs/9                            | 404 | There is no job 9 of this pipeline"
      })
  void shouldSayWhatIsWrong(String path, int status, String said) throws Exception {
    assertThat(get(path, status).path("error").asText()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replays | {}                               | kind must be one of REJECTS, DEAD_LETTERS",
        "replays | {\"kind\":\"ALL\"}               | kind must be one of REJECTS, DEAD_LETTERS",
        "replays | {\"kind\":\"DEAD_LETTERS\",\"view\":\"v\"} | view and rule go with kind REJECTS",
        "replays | {\"kind\":\"REJECTS\",\"rule\":1} | rule must be a text",
        "replays | {\"kind\":\"REJECTS\",\"dryRun\":\"no\"} | dryRun must be true or false",
        "replays | {\"kind\":\"REJECTS\",\"since\":\"1h\"} | since must be a time in UTC such as",
        "replays | {\"kind\":\"REJECTS\",\"dry\":true} | There is no field dry; allowed: kind, view",
        "replays | [1]                              | The body must be an object in JSON",
        "replays | {\"kind\"                        | The body is no JSON",
        "reconciliations | {\"all\":true}           | There is no field all; allowed: none",
        "verifications | {\"hours\":0}              | hours must be a number from 1 to",
        "verifications | {\"hours\":1.5}            | hours must be a number from 1 to",
        "verifications | {\"hours\":1,\"to\":\"2026-03-01T12:00:00Z\"} | hours takes neither from",
        "verifications | {\"from\":\"2026-03-02T00:00:00Z\",\"to\":\"2026-03-01T12:00:00Z\"} | from must be before to"
      })
  void shouldSayWhatIsWrongWithABody(String path, String body, String said) throws Exception {
    assertThat(json(post(path, body), 400).path("error").asText()).contains(said);
    assertThat(quality.orders).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json", ""})
  void shouldTakeJsonOnly(String type) throws Exception {
    HttpRequest.Builder request = to("replays").POST(BodyPublishers.ofString(REJECTS));
    HttpResponse<String> answer =
        send(type.isEmpty() ? request : request.header("Content-Type", type));
    assertThat(json(answer, 415).path("error").asText())
        .isEqualTo("The body must be JSON: send it with Content-Type: application/json");
    assertThat(quality.orders).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, http://elsewhere.example",
    "Origin, null"
  })
  void shouldBeginNothingForAPageOfAnotherSite(String header, String value) throws Exception {
    for (String path : List.of("replays", "reconciliations", "verifications")) {
      HttpRequest.Builder request =
          to(path).header("Content-Type", "application/json").header(header, value);
      assertThat(
              json(send(request.POST(BodyPublishers.ofString(REJECTS))), 403)
                  .path("error")
                  .asText())
          .contains("Another site's page");
    }
    assertThat(send(to("jobs/1").header(header, value).DELETE()).statusCode()).isEqualTo(403);
    assertThat(quality.orders).isEmpty();
  }

  @Test
  void shouldSayWhoIsAway() throws Exception {
    quality.away = new FiguresAwayException("ClickHouse does not answer");
    for (String path : List.of("rejects", "dead-letters", "waiting")) {
      assertThat(get(path, 503).path("error").asText()).isEqualTo("ClickHouse does not answer");
    }
    assertThat(get("jobs", 200).path("jobs")).isEmpty();
  }

  private JsonNode get(String path, int status) throws Exception {
    return json(send(to(path)), status);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        to(path)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + console.port() + "/api/" + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return new ObjectMapper().readTree(answer.body());
  }

  /** A pipeline where nothing else happens. */
  static final class Given extends StubFigures {
    final GivenQuality given;

    Given(GivenQuality given) {
      this.given = given;
    }

    @Override
    public QualityFigures quality() {
      return given;
    }
  }
}
