package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.SharedDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.proof.ProofServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped files are what prejoin writes, from the pipeline and what real servers say. */
class PlanFilesIT {
  private static ProofServers servers;

  @TempDir private Path home;

  @BeforeAll
  static void createTables() {
    servers = ProofServers.with("plan_files_it");
    new Generator(GeneratorSettings.withDefaults(servers.jdbcUrl(), ProofServers.USER, ""))
        .createTables();
  }

  @AfterAll
  static void drop() {
    servers.drop();
  }

  static Settings settings(Map<String, String> more) {
    DevStack stack = SharedDevStack.get();
    Map<String, String> set = new HashMap<>();
    set.put("postgres.host", servers.postgresHost());
    set.put("postgres.port", Integer.toString(servers.postgresPort()));
    set.put("postgres.database", servers.database());
    set.put("postgres.user", ProofServers.USER);
    set.put("kafka.bootstrap.servers", stack.kafkaBootstrapServers());
    set.put("registry.url", stack.registryUrl());
    set.put("clickhouse.url", stack.clickHouseUrl());
    set.put("clickhouse.database", servers.database());
    set.putAll(more);
    return SettingsReader.read(Path.of("config/application.properties"), Map.of(), set);
  }

  private List<Path> pipeline() {
    return List.of(home.resolve("topology/power.sql"));
  }

  private void copy(String file) throws IOException {
    Path to = home.resolve(file);
    Files.createDirectories(to.getParent());
    Files.copy(Path.of(file), to);
  }

  @Test
  void shouldWriteTheShippedFiles() throws IOException {
    copy("topology/power.sql");
    copy("clickhouse/ddl/power.sql");
    Settings settings = settings(Map.of());
    SchemaFiles.write(settings, new Home(home), pipeline());
    Pipelines.read(settings, new Home(home), pipeline())
        .named("power")
        .writeDdl(settings, new Home(home));

    assertThat(texts(Path.of("schemas/avro")))
        .containsAllEntriesOf(texts(home.resolve("schemas/avro")));
    assertThat(texts(home.resolve("schemas/avro"))).hasSize(6);
    assertThat(texts(home.resolve("clickhouse/ddl/power")))
        .isEqualTo(texts(Path.of("clickhouse/ddl/power")));
  }

  /** The dictionaries are written by hand, before the reports that ask them. */
  @Test
  void shouldWriteTheShippedTablesOfExperiments() throws IOException {
    ProjectCopy.of(
        home,
        "topology/experiments.sql",
        "schemas",
        "clickhouse/ddl/experiments.sql",
        "clickhouse/ddl/experiments/011_dictionaries.sql");
    Settings settings = settings(Map.of());
    Pipelines.read(settings, new Home(home), List.of(home.resolve("topology/experiments.sql")))
        .named("experiments")
        .writeDdl(settings, new Home(home));

    assertThat(unnumbered(texts(home.resolve("clickhouse/ddl/experiments"))))
        .isEqualTo(unnumbered(texts(Path.of("clickhouse/ddl/experiments"))));
  }

  private static Map<String, String> unnumbered(Map<String, String> texts) {
    Map<String, String> unnumbered = new HashMap<>();
    texts.forEach((file, text) -> unnumbered.put(file.replaceFirst("^\\d+_", ""), text));
    return unnumbered;
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void shouldReadColumnsByTheirOwnConstraints() throws IOException {
    servers.postgres(
        """
        CREATE TABLE odd (
          region text, nr integer, PRIMARY KEY (region, nr),
          small smallint, large bigint CHECK (large BETWEEN 0 AND 4294967296),
          "Unsigned" bigint CHECK ("Unsigned" BETWEEN 0 AND 255),
          whole numeric(9, 0) NOT NULL, price numeric(12, 2), at timestamp(3) NOT NULL, place point);
        """);
    copyOdd();
    SchemaFiles.Written written = SchemaFiles.write(settings(Map.of()), new Home(home), pipeline());
    assertThat(written.notes())
        .containsExactly(
            "odd.avsc leaves out public.odd.place: it is point, for which prejoin has no type");
    assertThat(home.resolve("schemas/avro/odd-key.avsc"))
        .content()
        .contains("\"region\", \"type\": \"string\"", "\"nr\", \"type\": \"int\"");
    assertThat(home.resolve("schemas/avro/odd.avsc"))
        .content()
        .contains(
            "{\"name\": \"region\", \"type\": \"string\"}",
            "{\"name\": \"small\", \"type\": [\"null\", {\"type\": \"int\", \"clickhouse\": \"Int16\"}], \"default\": null}",
            "{\"name\": \"large\", \"type\": [\"null\", \"long\"], \"default\": null}",
            "{\"name\": \"Unsigned\", \"type\": [\"null\", {\"type\": \"long\", \"clickhouse\": \"UInt32\"}]",
            "{\"name\": \"whole\", \"type\": {\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 0}}",
            "{\"name\": \"price\", \"type\": [\"null\", {\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 12, \"scale\": 2}], \"default\": null}",
            "{\"name\": \"at\", \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}}");
  }

  private void copyOdd() throws IOException {
    Files.createDirectories(home.resolve("topology"));
    Files.writeString(
        home.resolve("topology/power.sql"),
        "CREATE TABLE odd ENGINE = ChangeStream('public.odd');");
  }
}
