package dev.prejoin.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.prejoin.config.Secret;
import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.VerifyOrder;
import dev.prejoin.runtime.Status.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * docs/api.md beside the server: every path stands in it and no other, and its examples are
 * answers. {@code mvn test -Dtest=ApiDocTest -Dprejoin.write=true} writes the examples anew.
 */
@Timeout(60)
class ApiDocTest {
  private static final Path DOC = Path.of("docs/api.md");
  private static final String TOKEN = "correct-horse-battery";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** In the table of all paths. */
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([A-Z]+ /[^` ]*)` \\|");

  /** An example: what is asked, and the answer below it. */
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?m)(^`GET (/[^` ]*)` answers(?: \\d+)?:\\n\\n```json\\n)(.*?)(\\n```$)",
          Pattern.DOTALL);

  @Test
  void shouldListEveryRouteAndNoOther() throws IOException {
    try (Console console = console()) {
      List<String> listed =
          LISTED.matcher(Files.readString(DOC)).results().map(found -> found.group(1)).toList();
      assertThat(listed)
          .as("paths in the first table of docs/api.md")
          .containsExactlyInAnyOrderElementsOf(console.routeNames());
    }
  }

  @Test
  void shouldGiveExamplesThatAreAnswers() throws Exception {
    String doc = Files.readString(DOC);
    try (Console console = console()) {
      console.start();
      StringBuilder real = new StringBuilder();
      int end = 0;
      List<MatchResult> examples = EXAMPLE.matcher(doc).results().toList();
      assertThat(examples).hasSizeGreaterThan(5);
      for (MatchResult example : examples) {
        real.append(doc, end, example.start())
            .append(example.group(1))
            .append(answer(console, example.group(2)))
            .append(example.group(4));
        end = example.end();
      }
      real.append(doc.substring(end));
      if (Boolean.getBoolean("prejoin.write")) {
        Files.writeString(DOC, real);
      }
      assertThat(doc).isEqualTo(real.toString());
    }
  }

  private static Console console() {
    return new Console(
        new ConsoleSettings("127.0.0.1", 0, new Secret(TOKEN), List.of()),
        List.of(new ExampleFigures()),
        () -> "");
  }

  private static String answer(Console console, String path) throws Exception {
    String body =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build(),
                BodyHandlers.ofString())
            .body();
    return JSON.writeValueAsString(JSON.readTree(body));
  }

  private static final class ExampleFigures extends StubFigures {
    private static final Instant AT = Instant.parse("2026-03-01T12:03:10Z");
    private static final QualityFigures QUALITY = quality(new GivenQuality());

    @Override
    public List<ComponentState> components() {
      return List.of(
          new ComponentState("capture", State.RUNNING, "streaming"),
          new ComponentState("sink", State.RUNNING, "4 shards"));
    }

    @Override
    public Overview overview() {
      return new Overview(
          AT,
          List.of(
              new Layer("l1_power_raw", Layer.Kind.SOURCE, 120_400, 200.5, null),
              new Layer("l3_power_joined", Layer.Kind.VIEW, 119_196, 198.5, null)),
          new Freshness(0.35, 0.67, 0, 0),
          Corrections.NONE,
          new Works(
              List.of(
                  new Work(Work.Kind.FILL, "l4_power_agg_stats__2", "", 50, 200, 25, false, "")),
              null),
          new Traffic(
              List.of(
                  new Traffic.Hop("capture", 0.1, 0.21, -1),
                  new Traffic.Hop("topology", 0.22, 0.43, 12),
                  new Traffic.Hop("sink", 0.35, 0.67, 40)),
              List.of(new Traffic.Topic("l1_power_raw", 121_000, 200.5, 12)),
              new Traffic.Memory(238_000_000, 805_306_368),
              null));
    }

    @Override
    public NodeFigures nodes() {
      return new TopologyPageIT.Given().nodes();
    }

    @Override
    public QualityFigures quality() {
      return QUALITY;
    }

    private static QualityFigures quality(GivenQuality given) {
      given.replay(
          new ReplayOrder(ReplayOrder.Kind.REJECTS, "mv_l1_to_l2", GivenQuality.RULE, null, false));
      given.done("1", GivenQuality.replayed(false));
      given.reconcile();
      given.done("2", GivenQuality.balanced());
      given.verify(new VerifyOrder(AT.minusSeconds(7_200), null));
      given.done("3", GivenQuality.verified(false));
      return given;
    }

    @Override
    public CorrectionNews corrections(long since) {
      return new CorrectionNews(
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
                  List.of(new Correction.Cell("device_id", "868")),
                  List.of(new Correction.Difference("power_usage_kWh", "1.5", "2.5")),
                  1,
                  AT,
                  AT.plusMillis(250),
                  AT.plusMillis(900),
                  0.9,
                  true)));
    }

    @Override
    public DriftHistory drift() {
      return new DriftHistory(
          true,
          null,
          false,
          List.of(new DriftHistory.Point(AT, 516, 5_977, 1_220, 304, 0, 169_000)));
    }

    @Override
    public List<SavedQuery> queries() {
      return List.of(
          new SavedQuery(
              "hourly_usage",
              "Each hour's usage.",
              List.of(new SavedQuery.Parameter("hours", "UInt16", "48")),
              "SELECT {hours:UInt16} AS hours"));
    }

    @Override
    public byte[] answer(SavedQuery query, Map<String, String> parameters) {
      return ("{\"meta\":[{\"name\":\"hours\",\"type\":\"UInt16\"}],\"data\":[{\"hours\":"
              + parameters.get("hours")
              + "}],\"rows\":1}")
          .getBytes(UTF_8);
    }
  }
}
