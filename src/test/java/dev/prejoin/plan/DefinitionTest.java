package dev.prejoin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefinitionTest {
  private static final Relation TRIPS = relation("trips", "device", "id");
  private static final Relation DEVICES = relation("devices", "power", "device");
  private static final String LONG =
      """
      WITH 2 AS two SELECT t.device, d.power * two AS twice FROM trips AS t
      LEFT JOIN devices AS d ON d.device = t.device
      WHERE t.device > 0 AND d.power < 10""";

  private static Relation relation(String name, String columns, String key) {
    return new Relation(name, columns(columns), columns(key));
  }

  private static List<Column> columns(String names) {
    return Stream.of(names.split(" "))
        .filter(name -> !name.isEmpty())
        .map(name -> new Column(name, ColumnType.of(Kind.INT64)))
        .toList();
  }

  private static Definition of(String select) {
    String statements =
        """
        CREATE TABLE trips ENGINE = ChangeStream('public.trips');
        CREATE TABLE devices ENGINE = ChangeTable('public.devices');
        CREATE MATERIALIZED VIEW mv TO made AS %s;
        """
            .formatted(select);
    Relation made = relation("made", select.contains("twice") ? "device twice" : "device", "");
    Plan plan =
        Compiler.compile(
            PipelineFile.parse(Path.of("trips.sql"), statements),
            name ->
                Stream.of(TRIPS, DEVICES, made)
                    .filter(relation -> relation.name().equals(name))
                    .findFirst());
    return Definition.of(plan.views().get(0));
  }

  @Test
  void shouldHaveALineForEachPart() {
    assertThat(of(LONG).text())
        .isEqualTo(
            """
            from trips
            with 2 AS two
            left join devices AS d ON device = t.device
            rule t.device > 0
            rule d.power < 10
            column device Int64 = t.device
            column twice Int64 = d.power * two""");
  }

  @Test
  void shouldBeTheSameWhateverIsWrittenOtherwiseButMeansTheSame() {
    Definition plain = of("SELECT device FROM trips WHERE device > 0 AND device < 9");

    for (String same :
        List.of(
            "SELECT device\n  FROM trips -- all\nWHERE device  >0 AND\n  device<9",
            "SELECT device FROM trips WHERE device < 9 AND device > 0",
            "SELECT device FROM trips WHERE device > 0 -- rule: positive\n AND device < 9",
            "SELECT device FROM trips WHERE device > 0 AND device < 9 SETTINGS rejects = 0",
            "SELECT device FROM trips WHERE device > 0 AND device < 9 SETTINGS restate = 'never'")) {
      assertThat(of(same)).as(same).isEqualTo(plain);
      assertThat(of(same).fingerprint()).as(same).isEqualTo(plain.fingerprint());
      assertThat(of(same).since(plain)).as(same).isEmpty();
    }
  }

  @Test
  void shouldTellWhatIsOtherwise() {
    Definition before = of(LONG);

    assertThat(of(LONG.replace("d.power < 10", "d.power < 20")).since(before))
        .containsExactly("- rule d.power < 10", "+ rule d.power < 20");
    assertThat(of(LONG.replace("* two", "* (two + 1)")).since(before))
        .containsExactly(
            "- column twice Int64 = d.power * two", "+ column twice Int64 = d.power * (two + 1)");
    assertThat(of(LONG.replace("LEFT JOIN", "JOIN")).since(before))
        .containsExactly(
            "- left join devices AS d ON device = t.device",
            "+ join devices AS d ON device = t.device");
    assertThat(of(LONG.replace("2 AS two", "3 AS two")).since(before))
        .containsExactly("- with 2 AS two", "+ with 3 AS two");
    assertThat(of("SELECT t.device FROM trips AS t WHERE t.device > 0").since(before))
        .hasSize(4)
        .allMatch(line -> line.startsWith("- "));
    assertThat(of(LONG.replace("d.power < 10", "d.power < 20")).fingerprint())
        .isNotEqualTo(before.fingerprint());
  }

  @Test
  void shouldBeReadAsItWasWritten() {
    Definition definition = of(LONG);

    assertThat(Definition.parse(definition.text())).isEqualTo(definition);
    assertThat(Optional.of(Definition.parse(definition.text()).fingerprint()))
        .contains(definition.fingerprint());
  }
}
