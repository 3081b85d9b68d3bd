package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {
  private static final String ONE =
      """
      CREATE TABLE trips ENGINE = ChangeStream('public.trips');
      CREATE TABLE places ENGINE = ChangeTable('public.places');
      CREATE MATERIALIZED VIEW mv_one TO one AS
      SELECT p.name AS name FROM trips AS t JOIN places AS p ON p.id = t.place;
      """;
  private static final String TWO =
      """
      CREATE TABLE places ENGINE = ChangeTable('public.places');
      CREATE TABLE trips ENGINE = ChangeStream('public.trips');
      CREATE MATERIALIZED VIEW mv_two TO two AS
      SELECT p.name AS name FROM trips AS t LEFT JOIN places AS p ON p.id = t.place;
      """;

  @TempDir Path home;

  @BeforeEach
  void writeSchemas() throws IOException {
    schema("trips", "place", "long");
    schema("trips-key", "id", "long");
    schema("places", "name", "string");
    schema("places-key", "id", "long");
    schema("one", "name", "string");
    schema("two", "name", "string");
    schema("latest", "place", "long");
    schema("latest-key", "place", "long");
  }

  private List<String> topics(Pipelines pipelines) throws IOException {
    return TopicNeeds.of(pipelines, settings(), false).needs().stream()
        .map(need -> need.name() + ": " + need.shape())
        .toList();
  }

  @Test
  void shouldRunEveryFileOfADirectoryAndShareWhatTheyDeclareAlike() throws IOException {
    write("topology/two.sql", TWO);
    write("topology/one.sql", ONE);
    write("topology/notes.txt", "no pipeline");

    Pipelines pipelines = read();

    assertThat(pipelines.all()).extracting(Pipeline::name).containsExactly("one", "two");
    assertThat(pipelines.sources())
        .extracting(Source::table)
        .containsExactly("public.trips", "public.places");
    assertThat(pipelines.stages()).hasSize(1);
    assertThat(topics(pipelines))
        .containsOnlyOnce("places: 1 partition, compact", "trips: 4 partitions, delete")
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldKeepEachStatementAsItIsWrittenWithTheCommentsAboveIt() throws IOException {
    write(
        "topology/one.sql", ONE.replaceFirst(";", "; -- behind the first\n-- above the second\n"));
    Pipeline pipeline = read().all().get(0);
    assertThat(pipeline.statements()).hasSize(3);
    assertThat(pipeline.statements().get("places"))
        .startsWith("-- above the second\n")
        .endsWith("('public.places')");
    assertThat(pipeline.statements().get("trips"))
        .isEqualTo("CREATE TABLE trips ENGINE = ChangeStream('public.trips')");
  }

  @Test
  void shouldRunTheFilesThatACommandNamesEachOnce() throws IOException {
    write("topology/one.sql", ONE);
    write("elsewhere/two.sql", TWO);

    Pipelines pipelines =
        Pipelines.read(
            settings(),
            new Home(home),
            List.of(home.resolve("elsewhere/two.sql"), home.resolve("topology/../elsewhere")));

    assertThat(pipelines.all()).extracting(Pipeline::name).containsExactly("two");
  }

  @Test
  void shouldNameBothPlacesWhereOneNameMeansTwoThings() throws IOException {
    write("topology/one.sql", ONE);
    write(
        "topology/two.sql",
        """
        CREATE TABLE trips ENGINE = ChangeStream('public.old_trips');
        CREATE TABLE places ENGINE = ChangeTable('public.places');
        CREATE MATERIALIZED VIEW MV_ONE TO one AS
        SELECT p.name AS name FROM trips AS t JOIN places AS p ON p.id = t.place;
        """);

    assertThat(problems())
        .containsExactly(
            """
            H/topology/two.sql:1:14: trips is ChangeStream('public.old_trips') here and ChangeStream('public.trips') in H/topology/one.sql:1:14; one name is one topic and one table: give one of the two another
                CREATE TABLE trips ENGINE = ChangeStream('public.old_trips');
                             ^""",
            """
            H/topology/two.sql:3:26: MV_ONE is a view here and a view in H/topology/one.sql:3:26; one name is one topic and one table: give one of the two another
                CREATE MATERIALIZED VIEW MV_ONE TO one AS
                                         ^""",
            """
            H/topology/two.sql:3:36: one is the target of a view here and the target of a view in H/topology/one.sql:3:36; one name is one topic and one table: give one of the two another
                CREATE MATERIALIZED VIEW MV_ONE TO one AS
                                                   ^""");
  }

  @Test
  void shouldTellTheProblemsOfAllFilesAtOnce() throws IOException {
    write("topology/one.sql", "CREATE NONSENSE;");
    write("topology/two.sql", TWO.replace("t.place", "t.plaice"));
    write("other/two.sql", ONE);
    write("settings", "pipelines=topology,other,nowhere.sql");

    assertThat(problems())
        .hasSize(4)
        .anySatisfy(problem -> assertThat(problem).startsWith("H/topology/one.sql:1:8: "))
        .anySatisfy(problem -> assertThat(problem).contains("two.sql:4:", "plaice"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("H/other/two.sql: there is a pipeline two already")
                    .contains("H/topology/two.sql"))
        .anySatisfy(
            problem -> assertThat(problem).startsWith("H/nowhere.sql: there is no such file"));
  }

  @Test
  void shouldSayThatADirectoryHasNoPipeline() throws IOException {
    Files.createDirectory(home.resolve("topology"));

    assertThat(problems())
        .containsExactly(
            "H/topology: there is no pipeline in it: a file of statements that ends in .sql");
  }

  @Test
  void shouldLandAndOrderWhatADimensionIsMadeOf() throws IOException {
    write("topology/one.sql", ONE);
    write(
        "topology/latest.sql",
        """
        CREATE TABLE trips ENGINE = ChangeStream('public.trips');
        CREATE MATERIALIZED VIEW mv_latest TO latest AS SELECT place FROM trips WHERE place > 0;
        """);

    Pipelines pipelines = read();

    assertThat(topics(pipelines))
        .contains(
            "trips: 1 partition, delete",
            "one: 1 partition, delete",
            "latest: 1 partition, compact",
            "latest.rejects: 1 partition, delete");
    assertThat(Landings.of(pipelines, pipelines.codecs(settings("topic.format=json")), Set.of()))
        .extracting(Landing::toString)
        .containsExactly(
            "places (DIMENSION)", "latest (DIMENSION)", "latest.rejects (REJECTS)", "one (FACT)");
    assertThat(pipelines.stages())
        .extracting(stage -> stage.applicationId("prejoin"))
        .containsExactly("prejoin-dimension-latest", "prejoin");
  }

  private Pipelines read() throws IOException {
    return Pipelines.read(settings(), new Home(home));
  }

  /** With H for the temporary directory. */
  private List<String> problems() {
    ProblemException e = catchThrowableOfType(ProblemException.class, this::read);
    assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    return e.problems().stream().map(text -> text.replace(home.toString(), "H")).toList();
  }

  @Test
  void shouldAskNoRegistryToTellWhereARunStands() throws IOException {
    write("topology/two.sql", TWO);
    Settings settings = settings("registry.url=http://127.0.0.1:1");
    Pipelines pipelines = Pipelines.read(settings, new Home(home));

    // A codec would have its schema registered, and wait for the registry as long as it takes.
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> pipelines.status(settings).close(), "it waits");
  }

  private Settings settings(String... lines) throws IOException {
    Path file = home.resolve("settings");
    if (lines.length > 0 || Files.notExists(file)) {
      Files.writeString(file, String.join("\n", lines));
    }
    return SettingsReader.read(file, Map.of(), Map.of());
  }

  private void schema(String name, String field, String type) throws IOException {
    write(
        "schemas/avro/" + name + ".avsc",
        "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[{\"name\":\"%s\",\"type\":\"%s\"}]}"
            .formatted(name.replace('-', '_'), field, type));
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
