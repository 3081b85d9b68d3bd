package dev.prejoin.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GivenFigures figures = new GivenFigures();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Console console =
      new Console(new ConsoleSettings("127.0.0.1", 0), List.of(figures), () -> "");

  @BeforeEach
  void start() {
    console.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void shouldShowThePipelineThatIsAskedForAndTheFirstOtherwise() throws Exception {
    GivenFigures other = new GivenFigures("visits");
    try (Console both =
        new Console(new ConsoleSettings("127.0.0.1", 0), List.of(figures, other), () -> "")) {
      both.start();
      String at = "http://127.0.0.1:" + both.port();

      assertThat(body(at + "/api/pipelines").findValuesAsText("name"))
          .containsExactly("power", "visits");
      assertThat(body(at + "/api/overview").path("pipeline").asText()).isEqualTo("power");
      assertThat(body(at + "/api/overview?pipeline=visits").path("pipeline").asText())
          .isEqualTo("visits");
      assertThat(body(at + "/api/overview?pipeline=none").path("error").asText())
          .isEqualTo("No pipeline has this name; there are: power, visits");
    }
  }

  private JsonNode body(String address) throws Exception {
    return JSON.readTree(
        client
            .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
            .body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/results/"})
  void shouldServeEachPageAndAllThatItLoads(String path) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).doesNotContain("#include").contains("<header", "<footer");
    List<String> loaded =
        Stream.of(page.body().split("[\"']"))
            .filter(text -> text.matches("/[a-z/]+[a-z.]*\\.(js|css|svg)"))
            .toList();
    assertThat(loaded).contains("/lib/echarts.min.js", "/css/console.css");
    for (String each : loaded) {
      HttpResponse<String> file = get(each);
      assertThat(file.statusCode()).as(each).isEqualTo(200);
      assertThat(file.headers().firstValue("Content-Type").orElseThrow())
          .as(each)
          .containsAnyOf("javascript", "css", "svg");
    }
    shouldHaveEveryModuleAndElementThatAModuleNames(
        page.body(), loaded.stream().filter(each -> each.startsWith("/js/")).toList());
  }

  private void shouldHaveEveryModuleAndElementThatAModuleNames(String page, List<String> first)
      throws Exception {
    Set<String> seen = new TreeSet<>();
    Deque<String> left = new ArrayDeque<>(first);
    while (!left.isEmpty()) {
      String module = left.pop();
      if (seen.add(module)) {
        HttpResponse<String> file = get(module);
        assertThat(file.statusCode()).as(module).isEqualTo(200);
        all("from \"(\\.[./a-z-]+\\.js)\"", file.body()).stream()
            .map(URI.create(module)::resolve)
            .map(URI::getPath)
            .forEach(left::push);
        assertThat(all("byId\\(\"([a-z0-9-]+)\"\\)", file.body()))
            .as(module)
            .allMatch(id -> page.contains("id=\"" + id + "\""));
      }
    }
    assertThat(seen).contains("/js/live.js", "/js/pipelines.js", "/js/chart.js");
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void shouldShowTheTopologyAsAnImage() throws Exception {
    HttpResponse<String> picture = get("/api/picture.svg");
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.body()).startsWith("<svg ");
    assertThat(picture.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("image/svg+xml");
    assertThat(picture.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("script-src");
    assertThat(get("/").body()).contains("href=\"/api/picture.svg\"");
  }

  @Test
  void shouldHaveNothingInlineInThePage() throws Exception {
    assertThat(get("/").body()).doesNotContain("<style").doesNotContain("style=\"");
    assertThat(get("/").body().replaceAll("<script[^>]* src=[^>]*></script>", ""))
        .doesNotContain("<script");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/js/main.js",
        "/api/overview",
        "/api/queries",
        "/api/queries/hourly_usage",
        "/health/live",
        "/no"
      })
  void shouldSendTheSecurityHeadersWithEveryAnswer(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:3000", "127.0.0.1.evil.example", "a:b:c", "[::1"})
  void shouldRefuseAForeignHost(String host) throws Exception {
    for (String path : List.of("/", "/api/overview", "/js/main.js")) {
      assertThat(statusWithHost(path, host)).as(path).isIn(400, 421);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:3000", "127.0.0.1:1", "[::1]:3000", "[::1]"})
  void shouldAnswerToLoopbackNames(String host) throws Exception {
    assertThat(statusWithHost("/health/live", host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void shouldRefuseAnythingButReading(String method) throws Exception {
    for (String path : List.of("/", "/api/overview")) {
      HttpResponse<String> answer = send(to(path), method);
      assertThat(answer.statusCode()).as(path).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }
    assertThat(send(to("/js/main.js"), method).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, http://elsewhere.example",
    "Origin, null"
  })
  void shouldRefuseWhatAPageOfAnotherSiteSends(String header, String value) throws Exception {
    HttpResponse<String> answer = send(to("/api/overview").header(header, value), "POST");
    assertThat(json(answer, 403).get("error").asText()).contains("Another site's page");
  }

  @Test
  void shouldTakeWhatItsOwnPageSends() throws Exception {
    HttpRequest.Builder own =
        to("/api/overview")
            .header("Origin", "http://127.0.0.1:" + console.port())
            .header("Sec-Fetch-Site", "same-origin");
    // Taken, and found to have no such method.
    assertThat(send(own, "POST").statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String method) throws Exception {
    return client.send(
        request.method(method, HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Test
  void shouldTellTheOverview() throws Exception {
    JsonNode report = json(get("/api/overview"), 200);
    assertThat(report.get("pipeline").asText()).isEqualTo("power");
    assertThat(report.get("state").asText()).isEqualTo("RUNNING");
    assertThat(report.get("problem").isNull()).isTrue();
    JsonNode given = report.get("figures");
    assertThat(given.get("at").asText()).isEqualTo("2026-03-01T12:03:10Z");
    assertThat(given.get("layers"))
        .hasSize(2)
        .first()
        .isEqualTo(
            JSON.readTree(
                "{\"name\":\"l1_power_raw\",\"kind\":\"SOURCE\",\"rows\":9007199254740991,"
                    + "\"rowsPerSecond\":200.5,\"note\":null}"));
  }

  @Test
  void shouldGiveNullWhereNothingWasMeasured() throws Exception {
    JsonNode given = json(get("/api/overview"), 200).get("figures");
    assertThat(given.get("layers").get(1).get("rowsPerSecond").isNull()).isTrue();
    assertThat(given.get("freshness").get("p50Seconds").isNull()).isTrue();
    assertThat(given.get("freshness").get("p99Seconds").isNull()).isTrue();
    assertThat(given.get("corrections").get("mended").toString())
        .isEqualTo("{\"all\":0,\"perSecond\":null}");
    assertThat(given.get("corrections").get("waitingKeys").asLong()).isZero();
    assertThat(given.get("works").toString())
        .isEqualTo(
            "{\"works\":[{\"kind\":\"FILL\",\"name\":\"l4_power_agg_stats__2\",\"detail\":\"\","
                + "\"done\":50,\"of\":200,\"perSecond\":null,\"paused\":true,\"waits\":\"\"}],"
                + "\"away\":null}");
  }

  @Test
  void shouldGiveTheLastFiguresWithTheReasonWhileTheyAreAway() throws Exception {
    json(get("/api/overview"), 200);
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    JsonNode report = eventuallyWithStatus("/api/overview", 503);
    assertThat(report.get("problem").asText()).isEqualTo("ClickHouse does not answer");
    assertThat(report.get("figures").get("at").asText()).isEqualTo("2026-03-01T12:03:10Z");
    assertThat(report.get("components")).hasSize(1);
    figures.failure = null;
    assertThat(eventuallyWithStatus("/api/overview", 200).get("problem").isNull()).isTrue();
  }

  @Test
  void shouldKeepTheTextOfAnUnforeseenFailureToTheLog() throws Exception {
    figures.failure = new IllegalStateException("password=secret");
    HttpResponse<String> report = get("/api/overview");
    assertThat(json(report, 503).get("figures").isNull()).isTrue();
    HttpResponse<String> chart = get("/api/queries/hourly_usage");
    assertThat(json(chart, 500).get("error").asText()).isNotBlank();
    assertThat(report.body() + chart.body()).doesNotContain("secret");
  }

  @Test
  void shouldTellWhichQueriesThereAre() throws Exception {
    assertThat(json(get("/api/pipelines"), 200).get("pipelines").get(0).toString())
        .isEqualTo("{\"name\":\"power\",\"queries\":[\"hourly_usage\",\"devices\"]}");
    assertThat(json(get("/api/queries"), 200).get("queries").get(0).toString())
        .isEqualTo(
            "{\"name\":\"hourly_usage\",\"about\":\"Each hour.\",\"parameters\":["
                + "{\"name\":\"hours\",\"type\":\"UInt16\",\"usual\":\"48\"}],"
                + "\"sql\":\"SELECT {hours:UInt16}\"}");
  }

  @ParameterizedTest
  @CsvSource({"'',48", "?hours=24,24", "?pipeline=power&hours=0,0", "?hours=,''"})
  void shouldAskWithWhatIsGivenOrUsual(String address, String hours) throws Exception {
    HttpResponse<String> answer = get("/api/queries/hourly_usage" + address);
    assertThat(json(answer, 200).get("data").get(0).get("hours").asText()).isEqualTo(hours);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing|404|No query of pipeline power has this name; there are: hourly_usage, devices",
        "hourly_usage?hour=1|400|Query hourly_usage has no parameter hour; it has: hours",
        "devices|400|Query devices needs place=, a value of type String",
        "devices?place=x&pipeline=solar|404|No pipeline has this name; there are: power",
      })
  void shouldSayWhatIsWrongWithAQuestion(String address, int status, String said) throws Exception {
    assertThat(json(get("/api/queries/" + address), status).get("error").asText()).isEqualTo(said);
  }

  @Test
  void shouldSayWhyAQueryIsRefused() throws Exception {
    figures.failure = new QueryRefusedException("hours is no number", new IOException());
    assertThat(json(get("/api/queries/hourly_usage?hours=abc"), 400).get("error").asText())
        .isEqualTo("hours is no number");
  }

  @Test
  void shouldTellHowFarTheJoinInClickHouseHasDrifted() throws Exception {
    assertThat(json(get("/api/drift"), 200).toString())
        .isEqualTo("{\"on\":false,\"latest\":null,\"current\":false,\"points\":[]}");
    figures.drift =
        new DriftHistory(
            true,
            null,
            false,
            List.of(
                new DriftHistory.Point(Instant.parse("2026-03-01T11:00:00Z"), 1, 2, 3, 4, 5, 6)));
    assertThat(json(get("/api/drift?pipeline=power"), 200).path("points").get(0).toString())
        .isEqualTo(
            "{\"at\":\"2026-03-01T11:00:00Z\",\"blank\":1,\"former\":2,\"twice\":3,\"gone\":4,"
                + "\"missing\":5,\"truth\":6}");
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    assertThat(json(get("/api/drift"), 503).get("error").asText())
        .isEqualTo("ClickHouse does not answer");
  }

  @Test
  void shouldSayThatAnAnswerIsAwayWhenItsServerIs() throws Exception {
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    assertThat(json(get("/api/queries/hourly_usage"), 503).get("error").asText())
        .isEqualTo("ClickHouse does not answer");
  }

  @Test
  void shouldBeReadyOnlyWhenEveryComponentRuns() throws Exception {
    json(get("/health/ready"), 200);
    for (State state : List.of(State.CREATED, State.WAITING, State.STOPPED, State.FAILED)) {
      figures.components =
          List.of(
              new ComponentState("capture", State.RUNNING, ""),
              new ComponentState("sink", state, "ClickHouse is away"));
      assertThat(json(get("/health/ready"), 503).get("ready").asBoolean()).isFalse();
    }
    figures.components = List.of();
    json(get("/health/ready"), 200);
  }

  @Test
  void shouldLiveAsLongAsWaitingHelps() throws Exception {
    for (State state : List.of(State.CREATED, State.WAITING, State.RUNNING, State.STOPPED)) {
      figures.components = List.of(new ComponentState("sink", state, "ClickHouse is away"));
      assertThat(json(get("/health/live"), 200).toString())
          .isEqualTo("{\"live\":true,\"problems\":[]}");
    }
    figures.components = List.of(new ComponentState("sink", State.FAILED, "its table is gone"));
    assertThat(json(get("/health/live"), 503).toString())
        .isEqualTo("{\"live\":false,\"problems\":[\"sink failed\"]}");
  }

  @Test
  void shouldNotLiveWithThreadsThatWaitForEachOther() throws Exception {
    ReentrantLock one = new ReentrantLock();
    ReentrantLock other = new ReentrantLock();
    CountDownLatch both = new CountDownLatch(2);
    Thread first = crossing("crossing-1", one, other, both);
    Thread second = crossing("crossing-2", other, one, both);
    try {
      JsonNode dead = eventuallyWithStatus("/health/live", 503);
      assertThat(dead.get("problems").get(0).asText()).contains("crossing-1", "crossing-2");
    } finally {
      first.interrupt();
      second.interrupt();
    }
    eventuallyWithStatus("/health/live", 200);
  }

  private static Thread crossing(
      String name, ReentrantLock first, ReentrantLock second, CountDownLatch both) {
    Thread thread =
        new Thread(
            () -> {
              first.lock();
              try {
                both.countDown();
                both.await();
                second.lockInterruptibly();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                first.unlock();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void shouldAnswerInJsonToAnUnknownPath() throws Exception {
    assertThat(json(get("/api/nothing"), 404).get("error").asText()).isNotBlank();
  }

  @Test
  void shouldStreamAReportEverySecondToEveryPageForOnePrice() throws Exception {
    try (Stream<String> one = events();
        Stream<String> other = events()) {
      assertThat(reports(one, 3)).allSatisfy(ConsoleTest::isTheOverview);
      assertThat(reports(other, 3)).allSatisfy(ConsoleTest::isTheOverview);
    }
    assertThat(figures.asked).isLessThanOrEqualTo(5);
  }

  @Test
  void shouldTellEachPageOnlyWhatIsNewToItOfCorrections() throws Exception {
    figures.news = since -> news(5, since);
    try (Stream<String> events = events()) {
      var told = data(events, "corrections").iterator();
      assertThat(told.next()).contains("\"revision\":5", "\"unlisted\":-1");
      figures.news = since -> news(9, since);
      assertThat(told.next()).contains("\"revision\":9", "\"unlisted\":5");
      figures.news = since -> news(10, since);
      assertThat(told.next()).contains("\"revision\":10", "\"unlisted\":9");
      try (Stream<String> other = events()) {
        assertThat(data(other, "corrections").iterator().next()).contains("\"unlisted\":-1");
      }
    }
  }

  /** With what was asked for where it can be seen. */
  private static CorrectionNews news(long revision, long since) {
    return new CorrectionNews(true, revision, 1, since, List.of());
  }

  @Test
  void shouldTellTheLastCorrections() throws Exception {
    figures.news =
        since ->
            new CorrectionNews(
                true,
                7,
                3,
                4,
                List.of(
                    new Correction(
                        3,
                        Correction.Kind.UPDATED,
                        false,
                        "l3_power_joined",
                        List.of(new Correction.Cell("id", "1")),
                        List.of(),
                        List.of(new Correction.Difference("power_usage_kWh", "1.5", null)),
                        0,
                        Instant.parse("2026-03-01T12:03:10.250Z"),
                        Instant.parse("2026-03-01T12:03:11Z"),
                        null,
                        null,
                        true)));
    assertThat(json(get("/api/corrections?pipeline=power"), 200).toString())
        .isEqualTo(
            "{\"on\":true,\"revision\":7,\"oldest\":3,\"unlisted\":4,\"corrections\":[{\"id\":3,"
                + "\"kind\":\"UPDATED\",\"dimension\":false,\"table\":\"l3_power_joined\","
                + "\"key\":[{\"column\":\"id\",\"value\":\"1\"}],\"place\":[],\"changes\":"
                + "[{\"column\":\"power_usage_kWh\",\"before\":\"1.5\",\"after\":null}],\"rows\":0,"
                + "\"committedAt\":\"2026-03-01T12:03:10.250Z\",\"landedAt\":\"2026-03-01T12:03:11Z\","
                + "\"countedAt\":null,\"seconds\":null,\"followed\":true}]}");
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    json(get("/api/corrections"), 200);
  }

  @Test
  void shouldAskNothingWhenNoPageIsOpen() throws Exception {
    try (Stream<String> events = events()) {
      assertThat(reports(events, 2)).hasSize(2);
    }
    AtomicInteger seen = new AtomicInteger();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(20))
        .until(() -> seen.getAndSet(figures.asked) == figures.asked);
  }

  @Test
  void shouldCloseWithPagesOpenAndMoreThanOnce() throws Exception {
    try (Stream<String> events = events()) {
      var lines = events.iterator();
      assertThat(lines.next()).isNotEmpty();
      int port = console.port();
      console.close();
      assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
          .isInstanceOf(ConnectException.class);
      console.close();
    }
  }

  @Test
  void shouldStreamThroughAFailureAndBack() throws Exception {
    try (Stream<String> events = events()) {
      var lines = overviews(events).iterator();
      assertThat(lines.next()).contains("\"problem\":null");
      figures.failure = new FiguresAwayException("ClickHouse does not answer");
      String away = lines.next();
      while (away.contains("\"problem\":null")) {
        away = lines.next();
      }
      assertThat(away).contains("ClickHouse does not answer", "2026-03-01T12:03:10Z");
      figures.failure = null;
      while (!away.contains("\"problem\":null")) {
        away = lines.next();
      }
    }
  }

  @Test
  void shouldAnswerEventsOnlyToWhoTakesAStream() throws Exception {
    assertThat(json(get("/api/events"), 406).get("error").asText()).contains("text/event-stream");
  }

  @Test
  void shouldNameTheKeyWhenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Console second =
          new Console(
              new ConsoleSettings("127.0.0.1", taken.getLocalPort()), List.of(figures), () -> "");
      assertThatThrownBy(second::start)
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
          .hasMessageContaining("console.port")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      second.close();
    }
  }

  @Test
  void shouldNameTheKeyWhenTheHostIsNotOurs() {
    Console elsewhere =
        new Console(new ConsoleSettings("192.0.2.1", 0), List.of(figures), () -> "");
    assertThatThrownBy(elsewhere::start)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("console.host");
    elsewhere.close();
  }

  private static void isTheOverview(String line) {
    assertThat(line).contains("\"pipeline\":\"power\"", "l1_power_raw");
  }

  private static List<String> reports(Stream<String> events, int count) {
    return overviews(events).limit(count).toList();
  }

  private static Stream<String> overviews(Stream<String> events) {
    return data(events, "overview");
  }

  /** What events of a name say. */
  private static Stream<String> data(Stream<String> events, String name) {
    AtomicReference<String> event = new AtomicReference<>("");
    return events
        .peek(
            line -> {
              if (line.startsWith("event:")) {
                event.set(line.substring("event:".length()).strip());
              }
            })
        .filter(line -> line.startsWith("data:") && event.get().equals(name));
  }

  private Stream<String> events() throws IOException, InterruptedException {
    HttpResponse<Stream<String>> answer =
        client.send(
            to("/api/events").header("Accept", "text/event-stream").build(),
            BodyHandlers.ofLines());
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    return answer.body();
  }

  private JsonNode eventuallyWithStatus(String path, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    while (answer.statusCode() != status) {
      answer = get(path);
    }
    return json(answer, status);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(to(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path));
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    return JSON.readTree(answer.body());
  }

  /** The JDK's client sends its own Host header, so this one speaks by hand. */
  private int statusWithHost(String path, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    }
  }

  private static final class GivenFigures extends StubFigures {
    private final String pipeline;
    volatile RuntimeException failure;
    volatile List<ComponentState> components =
        List.of(new ComponentState("sink", State.RUNNING, "3 shards"));
    volatile DriftHistory drift = DriftHistory.OFF;
    volatile LongFunction<CorrectionNews> news = since -> CorrectionNews.OFF;
    volatile int asked;

    GivenFigures() {
      this("power");
    }

    GivenFigures(String pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public String pipeline() {
      return pipeline;
    }

    @Override
    public String picture() {
      return "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    }

    @Override
    public List<ComponentState> components() {
      return components;
    }

    @Override
    public synchronized Overview overview() {
      asked++;
      failIfTold();
      return new Overview(
          Instant.parse("2026-03-01T12:03:10Z"),
          List.of(
              new Layer("l1_power_raw", Layer.Kind.SOURCE, 9_007_199_254_740_991L, 200.5, null),
              new Layer(
                  "l2_power_cleaned", Layer.Kind.VIEW, 0, Double.NaN, "kept in ClickHouse too")),
          Freshness.UNMEASURED,
          new Corrections(
              new Corrections.Count(0, Double.NaN),
              new Corrections.Count(0, Double.NaN),
              new Corrections.Count(0, Double.NaN),
              new Corrections.Count(0, Double.NaN),
              0,
              0),
          new Works(
              List.of(
                  new Work(
                      Work.Kind.FILL, "l4_power_agg_stats__2", "", 50, 200, Double.NaN, true, "")),
              null),
          NOTHING_ON_ITS_WAY);
    }

    @Override
    public CorrectionNews corrections(long since) {
      return news.apply(since);
    }

    @Override
    public DriftHistory drift() {
      failIfTold();
      return drift;
    }

    @Override
    public List<SavedQuery> queries() {
      return List.of(
          new SavedQuery(
              "hourly_usage",
              "Each hour.",
              List.of(new SavedQuery.Parameter("hours", "UInt16", "48")),
              "SELECT {hours:UInt16}"),
          new SavedQuery(
              "devices",
              "",
              List.of(new SavedQuery.Parameter("place", "String", null)),
              "SELECT {place:String}"));
    }

    @Override
    public byte[] answer(SavedQuery query, Map<String, String> parameters) {
      failIfTold();
      return "{\"data\":[{\"hours\":\"%s\"}]}".formatted(parameters.get("hours")).getBytes(UTF_8);
    }

    private void failIfTold() {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
