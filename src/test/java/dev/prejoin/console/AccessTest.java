package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.config.Secret;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, by what, and what those learn who are not. */
@Timeout(60)
class AccessTest {
  private static final String TOKEN = "correct-horse-battery";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Console console = console("0.0.0.0", TOKEN);

  private static Console console(String host, String token) {
    return new Console(
        new ConsoleSettings(host, 0, new Secret(token), List.of("prejoin.example")),
        List.of(new StubFigures()),
        () -> "prejoin_sink_rows_total 1\n");
  }

  @BeforeEach
  void start() {
    console.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void shouldNotListenBeyondLoopbackWithoutAToken(String host) {
    try (Console open = console(host, "")) {
      assertThatThrownBy(open::start)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("console.host")
          .hasMessageContaining("PREJOIN_CONSOLE_TOKEN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "127.8.8.8"})
  void shouldAskNobodyOnLoopbackWithoutAToken(String host) {
    assertThat(new ConsoleSettings(host, 0).problem()).isEmpty();
  }

  @Test
  void shouldServeEveryRouteButHealthAndTheSignInOnlyWithTheToken() throws Exception {
    assertThat(console.routeNames()).contains("GET /", "GET /api/events", "GET /metrics");
    for (String route : console.routeNames()) {
      String method = route.split(" ")[0];
      String path = route.split(" ")[1].replaceAll("[{<].*?[}>]", "x");
      HttpResponse<String> answer =
          send(to(path).header("Accept", "text/event-stream").method(method, empty()));
      if (path.startsWith("/health/") || path.equals("/api/session") || path.equals("/sign-in")) {
        assertThat(answer.statusCode()).as(route).isIn(200, method.equals("POST") ? 401 : 200);
      } else {
        isRefused(answer);
      }
    }
  }

  private static HttpRequest.BodyPublisher empty() {
    return BodyPublishers.noBody();
  }

  private static void isRefused(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"prejoin\"");
    assertThat(JSON.readTree(answer.body()).get("error").asText()).contains("Bearer", "/sign-in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/js/main.js",
        "/css/results.css",
        "/lib/echarts.min.js",
        "/no",
        "/css/console.css/",
        "/sign-in/",
        "//sign-in",
        "/sign-in;x=/api/overview",
        "/SIGN-IN",
        "/health/live/../../api/overview",
        "/css/console.css%2f..%2f..%2fapi%2foverview",
        "/api/overview?path=/sign-in",
      })
  void shouldNotLetInByAnotherWayToWriteAPath(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost");
    assertThat(Integer.parseInt(answer.split(" ", 3)[1])).as(answer).isIn(400, 401);
  }

  @Test
  void shouldLetInWhoSendsTheToken() throws Exception {
    for (String path : List.of("/", "/api/overview", "/js/main.js", "/metrics")) {
      assertThat(send(to(path).header("Authorization", "Bearer " + TOKEN)).statusCode())
          .as(path)
          .isEqualTo(200);
    }
    assertThat(send(to("/metrics").header("Authorization", "bearer  " + TOKEN)).body())
        .isEqualTo("prejoin_sink_rows_total 1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer correct-horse-batter",
        "Bearer correct-horse-battery2",
        "Bearer Correct-horse-battery",
        "Bearer",
        "Basic Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5",
        "Bearer correct-horse-battery x"
      })
  void shouldRefuseWhatIsNotTheToken(String header) throws Exception {
    isRefused(send(to("/api/overview").header("Authorization", header)));
  }

  @Test
  void shouldNotTakeTheTokenInAnAddressOrAsACookie() throws Exception {
    isRefused(send(to("/api/overview?token=" + TOKEN)));
    isRefused(send(to("/api/overview").header("Cookie", cookieName() + "=" + TOKEN)));
    isRefused(send(to("/api/overview").header("Cookie", cookieName() + "=")));
  }

  @Test
  void shouldLeadPeopleToTheSignInAndBack() throws Exception {
    HttpResponse<String> page =
        send(to("/results/?pipeline=power&a=1").header("Accept", "text/html,*/*"));
    assertThat(page.statusCode()).isEqualTo(303);
    String there = page.headers().firstValue("Location").orElseThrow();
    assertThat(there).isEqualTo("/sign-in?to=%2Fresults%2F%3Fpipeline%3Dpower%26a%3D1");

    HttpResponse<String> form = send(to(there));
    assertThat(form.body()).contains("<form").doesNotContain("#include", "#problem");
    assertThat(form.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("form-action 'self'");

    HttpResponse<String> in = signIn(there, TOKEN);
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).contains("/results/?pipeline=power&a=1");
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .startsWith(cookieName() + "=")
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
        .doesNotContain("Secure", TOKEN);

    String session = cookie.split(";")[0];
    assertThat(session.split("=", 2)[1]).hasSizeGreaterThan(40);
    assertThat(send(to("/api/overview").header("Cookie", session)).statusCode()).isEqualTo(200);
    assertThat(send(to("/api/session").header("Cookie", session)).body())
        .isEqualTo(send(to("/api/session").header("Cookie", session)).body())
        .contains("\"signedIn\":true");

    HttpResponse<String> out =
        send(to("/sign-out").header("Cookie", session).POST(BodyPublishers.noBody()));
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    isRefused(send(to("/api/overview").header("Cookie", session)));
  }

  @Test
  void shouldKeepTheCookieToHttpsWhereTheBrowserCameByIt() throws Exception {
    HttpResponse<String> in =
        send(
            to("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-Proto", "https")
                .POST(BodyPublishers.ofString("token=" + TOKEN)));
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
  }

  @Test
  void shouldGiveEachSignInASessionOfItsOwn() throws Exception {
    assertThat(signIn("/sign-in", TOKEN).headers().firstValue("Set-Cookie"))
        .isNotEqualTo(signIn("/sign-in", TOKEN).headers().firstValue("Set-Cookie"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/a\\b",
        "javascript:alert(1)",
        "/\r\nX: 1",
        "\t//evil.example",
        ""
      })
  void shouldLeadNobodyToAnotherSite(String target) throws Exception {
    HttpResponse<String> in =
        signIn("/sign-in?to=" + URLEncoder.encode(target, StandardCharsets.UTF_8), TOKEN);
    assertThat(in.headers().firstValue("Location")).contains("/");
    assertThat(in.headers().firstValue("X")).isEmpty();
  }

  @Test
  void shouldSayThatATokenIsWrongAndSlowDownWhoGuesses() throws Exception {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> wrong = signIn("/sign-in", "guess-" + i);
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).contains("This is not the token").doesNotContain("guess-");
      assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    }
    HttpResponse<String> late = signIn("/sign-in", TOKEN);
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(late.body()).contains("Too many wrong tokens");
    HttpResponse<String> program =
        send(to("/api/overview").header("Authorization", "Bearer " + TOKEN));
    assertThat(program.statusCode()).isEqualTo(429);
    assertThat(program.headers().firstValue("Retry-After").orElseThrow()).matches("\\d+");
    assertThat(send(to("/health/live")).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldKeepSignedInPeopleInWhileSomebodyGuesses() throws Exception {
    String session =
        signIn("/sign-in", TOKEN).headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    for (int i = 0; i < 8; i++) {
      signIn("/sign-in", "guess-" + i);
    }
    assertThat(send(to("/api/overview").header("Cookie", session)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, Origin, http://elsewhere.example, 403",
    "POST, Origin, null, 403",
    "POST, Sec-Fetch-Site, cross-site, 403",
    "POST, Sec-Fetch-Site, same-site, 403",
    "GET, Sec-Fetch-Site, cross-site, 403",
    "GET, Sec-Fetch-Site, same-site, 403",
    "GET, Sec-Fetch-Site, same-origin, 200",
    "GET, Sec-Fetch-Site, none, 200",
    "GET, Origin, http://elsewhere.example, 200",
  })
  void shouldTellOtherSitesPagesFromItsOwn(String method, String header, String value, int status)
      throws Exception {
    // Of those that are read without permission, an answer to another origin stays unread.
    HttpResponse<String> answer =
        send(
            to("/sign-in")
                .header(header, value)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString("token=" + TOKEN)));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void shouldFollowALinkFromAnotherSite() throws Exception {
    assertThat(
            send(to("/sign-in")
                    .header("Sec-Fetch-Site", "cross-site")
                    .header("Sec-Fetch-Mode", "navigate")
                    .header("Sec-Fetch-Dest", "document"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            send(to("/sign-in")
                    .header("Sec-Fetch-Site", "cross-site")
                    .header("Sec-Fetch-Mode", "navigate")
                    .header("Sec-Fetch-Dest", "iframe"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void shouldTakeItsOwnFormBehindAProxyThatChangesThePort() throws Exception {
    assertThat(
            send(to("/sign-in")
                    .header("Origin", "https://prejoin.example:8443")
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("token=" + TOKEN)))
                .statusCode())
        .isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource({
    "prejoin.example, 200",
    "PREJOIN.example:443, 200",
    "192.0.2.7:3000, 200",
    "[2001:db8::7]:3000, 200",
    "localhost, 200",
    "[::1]:3000, 200",
    "other.example, 421",
    "prejoin.example.evil.example, 421",
    "192.0.2.7.evil.example, 421",
    "evil.example:192.0.2.7, 400",
    "[2001:db8::7].evil.example, 400",
  })
  void shouldAnswerToItsNamesAndToAddresses(String host, int status) throws Exception {
    String answer = raw("GET /health/live HTTP/1.1\r\nHost: " + host);
    int got = Integer.parseInt(answer.split(" ", 3)[1]);
    assertThat(got == 421 && status == 400 ? 400 : got).as(answer).isEqualTo(status);
  }

  @Test
  void shouldTakeNoAddressForANameWithoutAToken() throws Exception {
    try (Console loopback =
        new Console(new ConsoleSettings("127.0.0.1", 0), List.of(new StubFigures()), () -> "")) {
      loopback.start();
      assertThat(raw(loopback, "GET / HTTP/1.1\r\nHost: 192.0.2.7")).contains(" 421 ");
    }
  }

  @Test
  void shouldBeReachedByAnAddressOfTheMachine() throws Exception {
    Optional<InetAddress> own =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof java.net.Inet4Address)
            .filter(address -> !address.isLoopbackAddress())
            .findFirst();
    String host = own.map(InetAddress::getHostAddress).orElse("127.0.0.2");
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(
                            URI.create("http://%s:%d/health/live".formatted(host, console.port())))
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldTellStrangersOnlyWhetherItIsReady() throws Exception {
    assertThat(send(to("/health/ready")).body()).isEqualTo("{\"ready\":true,\"components\":[]}");
    assertThat(send(to("/health/ready").header("Authorization", "Bearer " + TOKEN)).body())
        .contains("\"name\":\"sink\"", "3 shards");
  }

  @Test
  void shouldNeverShowTheToken() {
    ConsoleSettings settings = new ConsoleSettings("192.0.2.1", 0, new Secret(TOKEN), List.of());
    assertThat(settings.toString()).doesNotContain(TOKEN);
    try (Console elsewhere = console("192.0.2.1", TOKEN)) {
      assertThatThrownBy(elsewhere::start)
          .hasMessageContaining("not an address of this machine")
          .hasMessageNotContaining(TOKEN);
    }
    assertThatCode(settings::problem).doesNotThrowAnyException();
  }

  private String cookieName() {
    return "prejoin-session-" + console.port();
  }

  private HttpResponse<String> signIn(String path, String token) throws Exception {
    return send(
        to(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8))));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String raw(String head) throws IOException {
    return raw(console, head);
  }

  /** The JDK's client sends its own Host header and tidies paths, so this one speaks by hand. */
  private static String raw(Console console, String head) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      String request = head + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
