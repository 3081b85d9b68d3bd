package dev.prejoin.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The files of docker/, beside what they run: no engine looks at them here. */
class DockerFilesTest {
  private static final Path DOCKER = Path.of("docker");
  private static final Pattern GIVEN = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]+}");

  private final JsonNode services = new YAMLMapper().readTree(text("compose.yaml")).get("services");
  private final String dockerfile = text("Dockerfile");

  DockerFilesTest() throws IOException {}

  private static String text(String file) throws IOException {
    return Files.readString(DOCKER.resolve(file));
  }

  @Test
  void shouldPinTheVersionsThatTheTestsRunOn() throws IOException {
    Matcher kafka =
        Pattern.compile("<kafka.version>(.*)</kafka.version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(kafka.find()).isTrue();
    assertThat(image("kafka")).isEqualTo("apache/kafka:" + kafka.group(1));
    assertThat(image("postgres")).isEqualTo("postgres:" + numbers(Programs.POSTGRES_VERSION));
    assertThat(image("clickhouse"))
        .isEqualTo("clickhouse/clickhouse-server:" + numbers(Programs.CHDB_VERSION));
    assertThat(image("registry"))
        .isEqualTo("apicurio/apicurio-registry-kafkasql:" + Programs.REGISTRY_VERSION);
    assertThat(image("kcat")).isEqualTo("edenhill/kcat:1.7.1");
  }

  /** The first two of a version's numbers. */
  private static String numbers(String version) {
    String[] numbers = version.split("\\.");
    return numbers[0] + "." + numbers[1];
  }

  private String image(String service) {
    return services.get(service).get("image").asText();
  }

  @Test
  void shouldSetOnlyKeysThatThereAreToValuesThatAreAllowed() throws IOException {
    Map<String, String> environment = new HashMap<>();
    services
        .get("prejoin")
        .get("environment")
        .properties()
        .forEach(
            variable ->
                environment.put(
                    variable.getKey(),
                    GIVEN.matcher(variable.getValue().asText()).replaceAll("0123456789abcdef")));
    assertThat(environment.keySet()).allMatch(name -> name.startsWith("PREJOIN_"));

    Settings settings =
        SettingsReader.read(Path.of("config/application.properties"), environment, Map.of());

    assertThat(settings.pipelines()).allSatisfy(file -> assertThat(Path.of(file)).exists());
    assertThat(settings.kafka()).containsEntry("bootstrap.servers", "kafka:9092");
    assertThat(settings.registry().url()).endsWith("/apis/ccompat/v7");
    assertThat(settings.console().token().reveal()).isNotEmpty();
    assertThat(settings.console().host()).isEqualTo("0.0.0.0");
    assertThat(dockerfile).contains("PREJOIN_CONSOLE_HOST=0.0.0.0");
  }

  @Test
  void shouldHoldNoSecretAndNameEachThatIsNeeded() throws IOException {
    String compose = text("compose.yaml");
    String example = text(".env.example");
    assertThat(services.findValuesAsText("POSTGRES_PASSWORD"))
        .allMatch(value -> GIVEN.matcher(value).matches());
    assertThat(
            Stream.of(compose.split("\n"))
                .filter(line -> line.matches("\\s*[A-Z_]*(PASSWORD|TOKEN)[A-Z_]*:.*"))
                .map(line -> line.split(": ", 2)[1]))
        .isNotEmpty()
        .allMatch(value -> GIVEN.matcher(value).matches());
    assertThat(GIVEN.matcher(compose).results().map(found -> found.group(1)))
        .isNotEmpty()
        .allMatch(name -> example.contains("\n" + name + "=\n"));
    assertThat(Files.readString(Path.of(".gitignore"))).contains("/docker/.env\n");
    assertThat(Files.readString(Path.of(".dockerignore")))
        .startsWith("*\n")
        .doesNotContain("!docker");
  }

  @Test
  void shouldPublishOnLoopbackOnly() {
    List<String> ports =
        services.findValues("ports").stream()
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .map(JsonNode::asText)
            .toList();
    assertThat(ports).hasSize(5).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void shouldKeepInNamedVolumesWhatMustLast() throws IOException {
    JsonNode volumes = new YAMLMapper().readTree(text("compose.yaml")).get("volumes");
    assertThat(volumes.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("postgres", "kafka", "clickhouse", "prejoin");
    volumes
        .fieldNames()
        .forEachRemaining(
            name ->
                assertThat(services.get(name).get("volumes").get(0).asText())
                    .startsWith(name + ":/"));
    assertThat(services.get("prejoin").get("volumes").get(0).asText())
        .isEqualTo("prejoin:/opt/prejoin/.prejoin");
    assertThat(dockerfile).contains("VOLUME /opt/prejoin/.prejoin\n");
  }

  @Test
  void shouldWaitForServersThatHaveAHealthCheck() {
    services.forEach(
        service -> {
          JsonNode before = service.path("depends_on");
          before
              .properties()
              .forEach(
                  server -> {
                    assertThat(server.getValue().get("condition").asText())
                        .isEqualTo("service_healthy");
                    assertThat(services.get(server.getKey()).get("healthcheck")).isNotNull();
                  });
        });
  }

  @Test
  void shouldStartAsTheLauncherDoesAndAsNobodyOfImportance() throws IOException {
    String launcher = Files.readString(Path.of("prejoin"));
    List<String> flags =
        Pattern.compile("-(?:XX:|Xm|Duser|Djava)\\S+")
            .matcher(launcher.substring(launcher.indexOf("late_c2=")))
            .results()
            .map(found -> found.group().replace(")", ""))
            .filter(flag -> !flag.contains("\""))
            .toList();
    assertThat(flags).hasSizeGreaterThan(7);
    assertThat(flags)
        .allSatisfy(
            flag ->
                assertThat(dockerfile).containsPattern("[\"=]" + Pattern.quote(flag) + "[\"\n]"));
    assertThat(dockerfile).containsPattern("(?m)^USER 10001:10001$").contains("HEALTHCHECK");
    assertThat(dockerfile).doesNotContainPattern("(?m)^FROM (?:[^: ]+|[^ ]+:latest)(?: AS .*)?$");
  }

  @Test
  void shouldCopyOnlyWhatTheBuildContextHas() throws IOException {
    String ignored = Files.readString(Path.of(".dockerignore"));
    List<String> copied =
        Pattern.compile("(?m)^COPY (?!--from)(\\S+) ")
            .matcher(dockerfile)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(copied)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            file -> {
              assertThat(Path.of(file)).exists();
              assertThat(ignored).contains("!" + file + "\n");
            });
  }
}
