package dev.prejoin.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PictureTest {
  private static final Path SHIPPED = Path.of("docs/images/power.svg");

  @Test
  void shouldDrawTheImageOfTheReadme() {
    Settings settings =
        SettingsReader.read(Path.of("config/application.properties"), Map.of(), Map.of());
    Home home = new Home(Path.of(""));
    assertThat(SHIPPED)
        .as("./prejoin plan --offline --picture docs/images/power.svg draws it anew")
        .hasContent(Pipelines.read(settings, home).named("power").picture(settings, home));
  }

  @Test
  void shouldDrawEachTableTopicAndViewOnceWithWhatIsInIt() throws Exception {
    String svg =
        Picture.svg(plan(), Set.of("readings"), List.of(new Picture.Aggregate("sums", "wide")));
    Document parsed =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(parsed.getElementsByTagName("g").getLength())
        .as("two sources, four topics with tables, two views, one of them with rejects, one sum")
        .isEqualTo(2 + 2 * 4 + 2 + 2 + 1);
    assertThat(svg)
        .contains(
            "rule NOT (r.power &lt; 5 AND r.device_id",
            "lookup devices",
            "class=\"way lookup\"",
            "class=\"way rejects\"",
            "narrow.rejects",
            "sums, an aggregate in ClickHouse");
    assertThat(svg).doesNotContain("wide.rejects");
  }

  @Test
  void shouldGiveAPageTheSameNodesWithRoomForAFigureInEach() {
    Drawing drawing =
        Picture.drawing(plan(), Set.of("readings"), List.of(new Picture.Aggregate("sums", "wide")));
    assertThat(drawing.nodes()).hasSize(2 + 2 * 4 + 2 + 2 + 1);
    assertThat(drawing.nodes())
        .extracting(Drawing.Node::id)
        .contains("topic readings", "table sums", "table prejoin_rejects")
        .doesNotHaveDuplicates();
    for (Drawing.Node node : drawing.nodes()) {
      assertThat(node.x() + node.width()).isLessThan(drawing.width());
      assertThat(node.y() + node.height()).isLessThan(drawing.height());
      assertThat(node.height()).isGreaterThanOrEqualTo(37 + 16.0 * node.lines().size());
    }
    assertThat(drawing.edges())
        .allSatisfy(
            edge ->
                assertThat(drawing.nodes())
                    .extracting(Drawing.Node::id)
                    .contains(edge.from(), edge.to()));
  }

  private static Plan plan() {
    Column id = new Column("id", ColumnType.of(Kind.INT64));
    Column device = new Column("device_id", ColumnType.of(Kind.UINT32));
    Column power = new Column("power", ColumnType.of(Kind.FLOAT64));
    Map<String, Relation> relations =
        Map.of(
            "readings", new Relation("readings", List.of(device, power), List.of(id)),
            "devices", new Relation("devices", List.of(device), List.of(device)));
    return Compiler.infer(
        PipelineFile.parse(
            Path.of("p.sql"),
            """
            CREATE TABLE readings ENGINE = ChangeStream('public.readings');
            CREATE TABLE devices ENGINE = ChangeTable('public.devices');
            CREATE MATERIALIZED VIEW a TO narrow AS SELECT r.device_id, r.power
            FROM readings AS r
            WHERE NOT (r.power < 5 AND r.device_id IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
            CREATE MATERIALIZED VIEW b TO wide AS SELECT n.power
            FROM narrow AS n INNER JOIN devices AS d ON n.device_id = d.device_id;
            """),
        name -> Optional.ofNullable(relations.get(name)));
  }
}
