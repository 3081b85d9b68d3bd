package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.NodeDetail.Fact;
import dev.prejoin.console.NodeDetail.Field;
import dev.prejoin.console.NodeDetail.Moment;
import dev.prejoin.console.NodeDetail.Partition;
import dev.prejoin.console.NodeDetail.Reader;
import dev.prejoin.console.Traffic.Hop;
import dev.prejoin.console.Traffic.Memory;
import dev.prejoin.console.Traffic.Topic;
import dev.prejoin.picture.Drawing;
import dev.prejoin.picture.Drawing.Edge;
import dev.prejoin.picture.Drawing.Node;
import dev.prejoin.picture.Drawing.Point;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The living topology of the overview in a real browser, over given figures. */
class TopologyPageIT extends BrowserTest<TopologyPageIT.Given> {
  private static final Instant AT = Instant.parse("2026-03-04T10:00:00Z");

  TopologyPageIT() {
    super(new Given());
  }

  @Test
  void shouldSayWhatGoesOnInEachNodeAndHowLateEachPartIs() throws Exception {
    show("/");
    until(TopologyPageIT::drawn, "201/s · 12 to read");
    assertThat(browser.texts("#hops li"))
        .containsExactly(
            "Capture\nin Kafka\n0.12 s\np99 0.40 s",
            "Topology\njoined, in Kafka\n0.30 s\np99 0.90 s · 12 to read",
            "Sink\nin ClickHouse, visible\n–\nnot measured here now · 0 to read");
    assertThat(label("topic readings")).isEqualTo("readings, a topic: 201/s · 12 to read");
    assertThat(label("table wide")).isEqualTo("wide, a table in ClickHouse: 1,234 rows");
    assertThat(browser.text("#memory")).isEqualTo("200 MB");
    assertThat(busy()).as("rows flow along each edge").isEqualTo(4);

    figures.traffic = traffic(0, "Kafka does not answer");
    until(() -> browser.text("#topology-note"), "Kafka does not answer: what is in topics");
    until(() -> "busy " + busy(), "busy 0");
    assertThat(browser.complaints()).isEmpty();
  }

  private static String drawn() throws IOException {
    return browser.ask("document.getElementById('topology').textContent").asText();
  }

  private static int busy() throws IOException {
    return browser.ask("document.querySelectorAll('#topology .busy').length").asInt();
  }

  private static String label(String node) throws IOException {
    String name = node.substring(node.indexOf(' ') + 1);
    return browser
        .ask(
            "[...document.querySelectorAll('#topology .box')].map(box =>"
                + " box.getAttribute('aria-label')).find(label => label.startsWith('%s, a %s'))"
                    .formatted(name, node.substring(0, node.indexOf(' '))))
        .asText();
  }

  @Test
  void shouldLookIntoANodeThatIsChosenWithTheKeyboard() throws Exception {
    show("/");
    until(TopologyPageIT::drawn, "201/s");
    browser.ask(
        "document.querySelectorAll('#topology .box')[1].dispatchEvent("
            + "new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))");
    until(() -> browser.text("#node-sql"), "CREATE TABLE readings");
    until(() -> browser.text("#node-records"), "device_id 7 · power NULL");
    assertThat(browser.text("#node-name")).isEqualTo("readings");
    assertThat(browser.text("#node-facts")).isEqualTo("Written by\nthe capture of public.readings");
    assertThat(browser.texts("#node-partitions-head th"))
        .containsExactly("", "First", "End", "topology to read");
    assertThat(browser.texts("#node-partitions td")).containsExactly("0", "5", "1,000", "12");
    assertThat(browser.texts("#node-columns li")).containsExactly("id Int64 key", "power Float64");
    assertThat(browser.text("#node-course-title")).isEqualTo("Records per second, last 3 min");
    assertThat(browser.ask("document.activeElement.id").asText()).isEqualTo("node");
    assertThat(browser.ask("new URLSearchParams(location.search).get('node')").asText())
        .isEqualTo("topic readings");

    browser.ask(
        "document.getElementById('node').dispatchEvent("
            + "new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))");
    assertThat(visible("#node")).isFalse();
    assertThat(browser.ask("location.search").asText()).isEmpty();
    assertThat(browser.ask("document.activeElement.getAttribute('aria-label')").asText())
        .as("the focus is where it was")
        .startsWith("readings, a topic");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldOpenTheNodeOfTheAddressAndSayWhatIsAway() throws Exception {
    figures.away = new FiguresAwayException("ClickHouse does not answer");
    show("/?node=table%20wide");
    until(() -> browser.text("#node-note"), "ClickHouse does not answer. This recovers by itself.");
    figures.away = null;
    until(() -> browser.text("#node-sql"), "CREATE TABLE wide");
    assertThat(browser.text("#node-note")).isEmpty();
    assertThat(visible("#node-records-part")).isFalse();
  }

  @Test
  void shouldFitEveryScreenInLightAndDark() throws Exception {
    show("/?node=topic%20readings");
    until(() -> browser.text("#node-records"), "device_id 7");
    for (int width : List.of(360, 700, 1280, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertThat(browser.overflow()).as("%d, dark %s", width, dark).isZero();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static Traffic traffic(double perSecond, String away) {
    return new Traffic(
        List.of(
            new Hop("capture", 0.12, 0.4, -1),
            new Hop("topology", 0.3, 0.9, 12),
            new Hop("sink", Double.NaN, Double.NaN, 0)),
        List.of(new Topic("readings", 1_000, perSecond, 12), new Topic("wide", 900, perSecond, 0)),
        new Memory(200_000_000, 1_000_000_000),
        away);
  }

  /** A table, its topic, a view, and where that lands. */
  static final class Given extends StubFigures {
    volatile Traffic traffic = traffic(201, null);
    volatile FiguresAwayException away;

    @Override
    public Overview overview() {
      return new Overview(
          Instant.now(),
          List.of(new Layer("wide", Layer.Kind.VIEW, 1_234, 0, null)),
          Freshness.UNMEASURED,
          Corrections.NONE,
          Works.NONE,
          traffic);
    }

    @Override
    public NodeFigures nodes() {
      return new NodeFigures() {
        @Override
        public Drawing drawing() {
          return new Drawing(
              220,
              500,
              List.of(
                  node("source readings", "source", "a table in PostgreSQL", "public.readings", 10),
                  node("topic readings", "topic", "a topic", "readings", 110),
                  node("view widen", "view", "a view", "widen", 210),
                  node("topic wide", "topic", "a topic", "wide", 310),
                  node("table wide", "table", "a table in ClickHouse", "wide", 410)),
              List.of(
                  edge("source readings", "topic readings", 80),
                  edge("topic readings", "view widen", 180),
                  edge("view widen", "topic wide", 280),
                  edge("topic wide", "table wide", 380)));
        }

        @Override
        public Optional<NodeDetail> detail(String id) {
          if (away != null) {
            throw away;
          }
          if (id.endsWith(" nothing")) {
            return Optional.empty();
          }
          boolean topic = id.startsWith("topic ");
          return Optional.of(
              new NodeDetail(
                  id,
                  List.of(new Fact("Written by", "the capture of public.readings")),
                  List.of(new Field("id", "Int64", true), new Field("power", "Float64", false)),
                  "CREATE TABLE " + id.substring(id.indexOf(' ') + 1),
                  topic
                      ? List.of(
                          new Partition(0, 5, 1_000, List.of(new Reader("topology", 988, 12))))
                      : List.of(),
                  List.of(
                      new Moment(AT, 100, 0),
                      new Moment(AT.plusSeconds(60), 150, 3),
                      new Moment(AT.plusSeconds(120), 201, 12))));
        }

        @Override
        public Optional<List<JsonNode>> records(String id, int most) {
          if (id.endsWith(" nothing")) {
            return Optional.empty();
          }
          try {
            return Optional.of(
                List.of(
                    new ObjectMapper()
                        .readTree(
                            "{\"partition\":0,\"offset\":999,\"time\":\"2026-03-04T10:00:00Z\","
                                + "\"headers\":{},\"key\":{\"id\":1},"
                                + "\"row\":{\"device_id\":7,\"power\":null}}")));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        }
      };
    }

    private static Node node(String id, String kind, String what, String name, double y) {
      return new Node(id, kind, what, name, List.of("here"), 10, y, 200, 70);
    }

    private static Edge edge(String from, String to, double y) {
      return new Edge(from, to, "rows", List.of(new Point(110, y), new Point(110, y + 30)));
    }
  }
}
