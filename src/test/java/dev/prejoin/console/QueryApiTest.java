package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.query.QueryFailedException;
import dev.prejoin.console.query.QueryFailedException.Problem;
import dev.prejoin.console.query.QueryRunner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryApiTest {
  private static final String ANSWER =
      "{\"columns\":[{\"name\":\"1\",\"type\":\"UInt8\"}],\"rows\":[[1]],"
          + "\"statistics\":{\"elapsed\":0.1,\"rows_read\":1,\"bytes_read\":1},\"cut\":false}";
  private static final String ENDLESS = "SELECT sleep(3)";

  private final StubRunner runner = new StubRunner();
  private final Console console =
      new Console(
          new ConsoleSettings("127.0.0.1", 0),
          List.of(
              new StubFigures() {
                @Override
                public QueryRunner runner() {
                  return runner;
                }
              }),
          () -> "");
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    runner.answers.put("SELECT 1", ANSWER);
    console.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void shouldAnswerWithParameters() throws Exception {
    HttpResponse<String> answer =
        ask("{\"sql\": \"SELECT 1\", \"parameters\": {\"hours\": \"48\"}, \"id\": \"mine-0001\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(runner.asked.get("SELECT 1").parameters()).isEqualTo(Map.of("hours", "48"));
    assertThat(runner.asked.get("SELECT 1").id()).isEqualTo("mine-0001");
  }

  @Test
  void shouldTellWhatCanBeCalled() throws Exception {
    HttpResponse<String> answer =
        http.send(request("/api/query/functions").build(), BodyHandlers.ofString());
    assertThat(answer.body())
        .isEqualTo("{\"functions\":[\"count\",\"countMerge\",\"toStartOfHour\"]}");
  }

  @Test
  void shouldGiveCsvToWhoAsksForIt() throws Exception {
    HttpResponse<String> answer =
        http.send(
            request("/api/query")
                .header("Content-Type", "application/json")
                .header("Accept", "text/csv")
                .POST(BodyPublishers.ofString("{\"sql\": \"SELECT 1\"}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"query.csv\"");
    assertThat(answer.body()).isEqualTo("\"n\"\n1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                        | sql is missing: one SELECT for ClickHouse
          {"sql": 1}                                | sql must be a text
          {"sql": " "}                              | sql is missing: one SELECT for ClickHouse
          {"sql": "SELECT 1", "id": "no way"}       | id has 8 to 64 letters, digits and hyphens
          {"sql": "SELECT 1", "parameters": []}     | parameters must be an object of texts
          {"sql": "SELECT 1", "parameters": {"a": 1}} | parameters.a must be a text
          {"sql": "SELECT 1", "user": "default"}    | There is no field user; allowed: sql, parameters, id
          """)
  void shouldRefuse(String body, String error) throws Exception {
    HttpResponse<String> answer = ask(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer)).isEqualTo(error);
  }

  @Test
  void shouldSayWhatClickHouseSaid() throws Exception {
    runner.failures.put(
        "SELEC",
        new QueryFailedException(
            Problem.of(
                62,
                "Code: 62. DB::Exception: Syntax error: failed at position 1 (SELEC) (line 1, col 1):"
                    + " SELEC. Expected one of: SELECT. (SYNTAX_ERROR) (version 26.7.2.1)")));
    HttpResponse<String> answer = ask("{\"sql\": \"SELEC\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(answer.body()))
        .hasToString(
            "{\"error\":\"Syntax error: failed at position 1 (SELEC) (line 1, col 1): SELEC."
                + " Expected one of: SELECT.\",\"code\":62,\"name\":\"SYNTAX_ERROR\",\"line\":1,"
                + "\"column\":1}");
  }

  @Test
  void shouldSayThatClickHouseIsAway() throws Exception {
    runner.failures.put("SELECT 2", new FiguresAwayException("ClickHouse does not answer"));
    HttpResponse<String> answer = ask("{\"sql\": \"SELECT 2\"}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(error(answer)).isEqualTo("ClickHouse does not answer");
  }

  @Test
  void shouldRunAFewAtOnceAndCancelThem() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 1; i <= QueryApi.MOST_AT_ONCE; i++) {
      answers.add(http.sendAsync(post(body(ENDLESS, "endless-" + i)), BodyHandlers.ofString()));
    }
    await().until(() -> runner.running.size() == QueryApi.MOST_AT_ONCE);
    HttpResponse<String> more = ask(body("SELECT 1", "one-more-"));
    assertThat(more.statusCode()).isEqualTo(429);
    assertThat(error(more)).contains("4 queries are running already");

    assertThat(cancel("endless-9").statusCode()).isEqualTo(404);
    for (int i = 1; i <= QueryApi.MOST_AT_ONCE; i++) {
      assertThat(cancel("endless-" + i).statusCode()).isEqualTo(202);
      HttpResponse<String> ended = answers.get(i - 1).get();
      assertThat(ended.statusCode()).isEqualTo(400);
      assertThat(error(ended)).isEqualTo("Query was cancelled.");
    }
    assertThat(ask(body("SELECT 1", "one-more-")).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldRunNoTwoOfOneId() throws Exception {
    CompletableFuture<HttpResponse<String>> first =
        http.sendAsync(post(body(ENDLESS, "the-same")), BodyHandlers.ofString());
    await().until(() -> runner.running.containsKey("the-same"));
    assertThat(ask(body("SELECT 1", "the-same")).statusCode()).isEqualTo(409);
    cancel("the-same");
    first.get();
  }

  @Test
  void shouldAskNothingForOtherSites() throws Exception {
    HttpResponse<String> answer =
        http.send(
            request("/api/query")
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString("{\"sql\": \"SELECT 1\"}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
    HttpResponse<String> form =
        http.send(
            request("/api/query")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"sql\": \"SELECT 1\"}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(runner.asked).isEmpty();
  }

  private static String body(String sql, String id) {
    return "{\"sql\": \"%s\", \"id\": \"%s\"}".formatted(sql, id);
  }

  private HttpResponse<String> ask(String body) throws Exception {
    return http.send(post(body), BodyHandlers.ofString());
  }

  private HttpRequest post(String body) {
    return request("/api/query")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> cancel(String id) throws Exception {
    return http.send(request("/api/query/" + id).DELETE().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path));
  }

  private static String error(HttpResponse<String> answer) throws Exception {
    JsonNode body = new ObjectMapper().readTree(answer.body());
    return body.path("error").asText();
  }
}
