package dev.prejoin.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  @Test
  void shouldShowEachViewOfThePowerPipelineAsATree() throws IOException {
    Plan plan =
        Compiler.compile(
            PipelineFile.read(Path.of("topology/power.sql")),
            AvroSchemas.read(Path.of("schemas/avro"))::find);
    try (InputStream golden = PlanTextTest.class.getResourceAsStream("power-plan.txt")) {
      assertThat(PlanText.of(plan, Lines.BOX))
          .isEqualTo(
              new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldShowNamedRulesInnerLookupsRejectsThatAreNotKeptAndNullsThatDoNotFit() {
    assertThat(PlanText.of(compile(), Lines.ASCII))
        .isEqualTo(
            """
            pipeline p
            |- stream readings, from table public.readings
            |  `- key id Int64
            `- dimension devices, from table public.devices
               `- key device_id UInt32

            view v
            |- from readings
            |- rule positive: r.power > 0
            |- rule r.checked < 9
            |- lookup devices as d
            |  |- by device_id = r.device_id
            |  `- without a match the row ends here
            |- rejects not kept
            `- to wide, key id Int64
               |- device_id  UInt32   = r.device_id
               |- double     Float64  = r.power * 2
               |- checked    Float64  = r.checked
               `- load       Float64  = r.load
                  `- a row with NULL here becomes a dead letter; ifNull(r.load, …) keeps it
            """);
  }

  @Test
  void shouldDrawBoxesOnlyWhereTheyCanBeShown() {
    assertThat(Lines.of(StandardCharsets.UTF_8)).isEqualTo(Lines.BOX);
    assertThat(Lines.of(StandardCharsets.US_ASCII)).isEqualTo(Lines.ASCII);
    assertThat(Lines.of(StandardCharsets.ISO_8859_1)).isEqualTo(Lines.ASCII);
  }

  private static Plan compile() {
    Column id = new Column("id", ColumnType.of(Kind.INT64));
    Column device = new Column("device_id", ColumnType.of(Kind.UINT32));
    Column power = new Column("power", ColumnType.of(Kind.FLOAT64));
    Column load = new Column("load", ColumnType.of(Kind.FLOAT64).withNullable(true));
    Column checked = new Column("checked", ColumnType.of(Kind.FLOAT64));
    Column twice = new Column("double", ColumnType.of(Kind.FLOAT64));
    Map<String, Relation> relations =
        Map.of(
            "readings",
                new Relation(
                    "readings",
                    List.of(device, power, load, new Column("checked", load.type())),
                    List.of(id)),
            "devices", new Relation("devices", List.of(device), List.of(device)),
            "wide",
                new Relation(
                    "wide",
                    List.of(device, twice, checked, new Column("load", checked.type())),
                    List.of()));
    return Compiler.compile(
        PipelineFile.parse(
            Path.of("p.sql"),
            """
            CREATE TABLE readings ENGINE = ChangeStream('public.readings');
            CREATE TABLE devices ENGINE = ChangeTable('public.devices');
            CREATE MATERIALIZED VIEW v TO wide AS
            SELECT r.device_id, r.power * 2 AS double, r.load, r.checked
            FROM readings AS r INNER JOIN devices AS d ON r.device_id = d.device_id
            WHERE r.power > 0 -- rule: positive
              AND r.checked < 9
            SETTINGS rejects = 0;
            """),
        name -> Optional.ofNullable(relations.get(name)));
  }
}
