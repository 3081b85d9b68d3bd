package dev.prejoin.app.restate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.restate.RestatedDimension.Announcer;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import dev.prejoin.topology.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestatedDimensionTest {
  private static final Map<String, Relation> RELATIONS =
      Map.of(
          "readings", relation("readings", "device", "amount"),
          "moves", relation("moves", "device", "place"),
          "devices", relation("devices", "name"),
          "places", relation("places", "title"),
          "located", new Relation("located", columns("device", "title"), columns("device")));

  private static final String READ =
      """
      CREATE MATERIALIZED VIEW r TO read AS
      SELECT l.title, r.amount FROM readings AS r LEFT JOIN located AS l ON l.device = r.device;
      """;

  private static Relation relation(String name, String... columns) {
    return new Relation(name, columns(columns), columns("id"));
  }

  private static List<Column> columns(String... names) {
    return Stream.of(names).map(n -> new Column(n, ColumnType.of(Kind.INT64))).toList();
  }

  private static List<RestatedDimension> of(String views) {
    Plan plan =
        Compiler.infer(
            PipelineFile.parse(
                Path.of("p.sql"),
                """
                CREATE TABLE readings ENGINE = ChangeStream('public.readings');
                CREATE TABLE moves ENGINE = ChangeStream('public.moves');
                CREATE TABLE devices ENGINE = ChangeTable('public.devices');
                CREATE TABLE places ENGINE = ChangeTable('public.places');
                """
                    + views),
            name -> Optional.ofNullable(RELATIONS.get(name)));
    return RestatedDimension.of(List.of(plan), Stage.of(List.of(plan)), "app");
  }

  @Test
  void shouldFindEveryLookupOfADimensionWithTheTopicsThatSayWhatIsLookedUp() {
    List<RestatedDimension> all =
        of(
            """
            CREATE MATERIALIZED VIEW a TO clean AS SELECT device FROM readings WHERE amount > 0;
            CREATE MATERIALIZED VIEW b TO pairs AS
            SELECT x.name AS one, y.name AS two FROM clean AS c
            LEFT JOIN devices AS x ON x.id = c.device LEFT JOIN devices AS y ON y.id = c.device + 1;
            CREATE MATERIALIZED VIEW n TO frozen AS
            SELECT p.title FROM readings AS r LEFT JOIN places AS p ON p.id = r.device
            SETTINGS restate = 'never';
            """);

    assertThat(all).extracting(RestatedDimension::name).containsExactly("devices");
    var inputs = all.get(0).inputs();
    assertThat(inputs).hasSize(1);
    assertThat(inputs.get(0).uses()).extracting(use -> use.lookup()).containsExactly(0, 1);
    assertThat(inputs.get(0).topics())
        .as("the second lookup may depend on the first")
        .containsExactlyInAnyOrder("readings", "clean", "devices");
    assertThat(all.get(0).announcers()).containsExactly(new Announcer("app", "b", "readings"));
  }

  @Test
  void shouldWaitForEachApplicationThatLooksADimensionUp() {
    List<RestatedDimension> all =
        of(
            """
            CREATE MATERIALIZED VIEW m TO located AS
            SELECT m.device, p.title FROM moves AS m LEFT JOIN places AS p ON p.id = m.place;
            CREATE MATERIALIZED VIEW r TO read AS
            SELECT l.title AS title, r.amount FROM readings AS r
            LEFT JOIN located AS l ON l.device = r.device
            LEFT JOIN places AS p ON p.id = r.amount;
            """);

    assertThat(all)
        .extracting(RestatedDimension::name)
        .as("those that views make, too")
        .containsExactlyInAnyOrder("places", "located");
    RestatedDimension places =
        all.stream().filter(each -> each.name().equals("places")).findFirst().orElseThrow();
    assertThat(places.announcers())
        .containsExactlyInAnyOrder(
            new Announcer("app-dimension-located", "m", "moves"),
            new Announcer("app", "r", "readings"));
    assertThat(places.inputs()).hasSize(2);
  }

  @Test
  void shouldWaitForWhoMakesTheRowsBetweenWhereAnotherApplicationTells() {
    String chain =
        """
        CREATE MATERIALIZED VIEW c TO moved AS SELECT device, place FROM moves WHERE place > 0;
        CREATE MATERIALIZED VIEW m TO located AS
        SELECT m.device, p.title FROM moved AS m LEFT JOIN places AS p ON p.id = m.place;
        """;

    assertThat(dimension(of(chain + READ), "places").writers())
        .containsExactly(new RestatedDimension.Writer("app", "moves"));
    assertThat(dimension(of(chain.replace("FROM moved", "FROM moves") + READ), "places").writers())
        .as("the source's own rows have no other writer")
        .isEmpty();
  }

  @Test
  void shouldNameTheDimensionsThatAreLookedUpBeforeIt() {
    List<RestatedDimension> all =
        of(
            """
            CREATE MATERIALIZED VIEW r TO read AS
            SELECT p.title FROM readings AS r
            LEFT JOIN devices AS d ON d.id = r.device LEFT JOIN places AS p ON p.id = d.name;
            """);

    assertThat(dimension(all, "places").inputs().get(0).topics())
        .containsExactlyInAnyOrder("readings", "devices");
    assertThat(dimension(all, "devices").inputs().get(0).topics()).containsExactly("readings");
  }

  private static RestatedDimension dimension(List<RestatedDimension> all, String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
