package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFilesTest {
  private static final Path SHIPPED = Path.of("schemas/avro");
  private static final List<String> SOURCES =
      List.of(
          "l1_power_raw.avsc",
          "l1_power_raw-key.avsc",
          "device_metadata.avsc",
          "device_metadata-key.avsc");

  @TempDir private Path home;
  private Path schemas = Path.of("");

  @BeforeEach
  void copySources() throws IOException {
    schemas = Files.createDirectories(home.resolve("schemas/avro"));
    for (String file : SOURCES) {
      Files.copy(SHIPPED.resolve(file), schemas.resolve(file));
    }
    pipeline(Files.readString(Path.of("topology/power.sql")));
  }

  private void pipeline(String text) throws IOException {
    Files.createDirectories(home.resolve("topology"));
    Files.writeString(home.resolve("topology/power.sql"), text);
  }

  private SchemaFiles.Written write() {
    Settings settings =
        SettingsReader.read(
            Path.of("config/application.properties"), Map.of(), Map.of("postgres.port", "1"));
    return SchemaFiles.write(settings, new Home(home), List.of(home.resolve("topology/power.sql")));
  }

  @Test
  void shouldWriteTheSchemaOfADimensionThatHasItsKeyAlone() throws IOException {
    Files.copy(
        SHIPPED.resolve("device_metadata-key.avsc"), schemas.resolve("latest_power-key.avsc"));
    pipeline(
        """
        CREATE TABLE l1_power_raw ENGINE = ChangeStream('public.power_readings');
        CREATE MATERIALIZED VIEW a TO latest_power AS
        SELECT device_id, timestamp FROM l1_power_raw;
        CREATE MATERIALIZED VIEW b TO since AS
        SELECT r.timestamp, l.timestamp AS latest
        FROM l1_power_raw AS r LEFT JOIN latest_power AS l ON l.device_id = r.device_id;
        """);
    assertThat(write().files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("latest_power.avsc", "since.avsc");
  }

  @Test
  void shouldWriteTheShippedSchemasOfViews() throws IOException {
    SchemaFiles.Written written = write();
    assertThat(written.files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("l2_power_cleaned.avsc", "l3_power_joined.avsc");
    for (Path file : written.files()) {
      assertThat(file).hasSameTextualContentAs(SHIPPED.resolve(file.getFileName()));
    }
    assertThat(write().files()).as("they are there now").isEmpty();
  }

  @Test
  void shouldKeepNullableWhatNoRuleTests() throws IOException {
    pipeline(
        """
        CREATE TABLE l1_power_raw ENGINE = ChangeStream('public.power_readings');
        CREATE MATERIALIZED VIEW a TO all_of_them AS
        SELECT power_usage_kWh, power_usage_kWh * 2 AS twice FROM l1_power_raw WHERE device_id > 7;
        CREATE MATERIALIZED VIEW b TO known AS
        SELECT power_usage_kWh, power_usage_kWh * 2 AS twice FROM l1_power_raw
        WHERE device_id > 7 AND power_usage_kWh * 3 < 4;
        """);
    write();
    assertThat(schemas.resolve("all_of_them.avsc"))
        .content()
        .contains(
            "\"Rows of l1_power_raw that passed every rule of a.\"",
            "{\"name\": \"power_usage_kWh\", \"type\": [\"null\", \"double\"], \"default\": null}");
    assertThat(schemas.resolve("known.avsc"))
        .content()
        .contains("{\"name\": \"power_usage_kWh\", \"type\": \"double\"}");
  }

  @Test
  void shouldNeverOverwriteAFile() throws IOException {
    Path own = schemas.resolve("l2_power_cleaned.avsc");
    String text =
        Files.readString(SHIPPED.resolve("l2_power_cleaned.avsc")).replace("Rows of", "My own");
    Files.writeString(own, text);
    assertThat(write().files()).hasSize(1);
    assertThat(own).content().isEqualTo(text);
  }

  @Test
  void shouldSayThatTheDatabaseIsNeededForASource() throws IOException {
    Files.delete(schemas.resolve("device_metadata.avsc"));
    assertThatThrownBy(this::write)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("PostgreSQL 127.0.0.1:1")
        .hasMessageContaining("does not answer");
  }

  @Test
  void shouldWriteNothingForAPipelineThatDoesNotCompile() throws IOException {
    pipeline("CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM nowhere;");
    assertThatThrownBy(this::write).isInstanceOf(ProblemException.class);
    assertThat(schemas).isDirectoryNotContaining("glob:**t.avsc");
  }
}
