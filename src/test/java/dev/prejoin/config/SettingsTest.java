package dev.prejoin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Path SHIPPED = Path.of("config/application.properties");

  @TempDir Path directory;

  @Test
  void shouldShipAFileWithEveryKeyAndItsDefault() throws IOException {
    assertThat(Files.readString(SHIPPED)).isEqualTo(SettingsFile.text());
  }

  @Test
  void shouldGiveTheSameSettingsWithTheShippedFileAsWithAnEmptyOne() throws IOException {
    Settings shipped = SettingsReader.read(SHIPPED, Map.of(), Map.of());
    Settings defaults = read("");

    assertThat(shipped.sink()).isEqualTo(defaults.sink());
    assertThat(shipped.demo()).isEqualTo(defaults.demo());
    assertThat(shipped.postgres()).isEqualTo(defaults.postgres());
    assertThat(shipped.clickHouse()).isEqualTo(defaults.clickHouse());
    assertThat(shipped.kafka()).isEqualTo(defaults.kafka());
    assertThat(shipped.roles()).containsExactly("capture", "topology", "sink", "console");
  }

  @Test
  void shouldLetTheEnvironmentOverrideTheFileAndACommandBoth() throws IOException {
    Path file = file("sink.flush.interval.ms=100\nconsole.port=3001\ntopic.partitions=2");

    Settings settings =
        SettingsReader.read(
            file,
            Map.of("PREJOIN_SINK_FLUSH_INTERVAL_MS", "300", "PREJOIN_CONSOLE_PORT", "3002"),
            Map.of("console.port", "3003"));

    assertThat(settings.topics().partitions()).isEqualTo(2);
    assertThat(settings.sink().flushIntervalMs()).isEqualTo(300);
    assertThat(settings.console().port()).isEqualTo(3003);
  }

  @Test
  void shouldPassKeysUnderAPrefixThrough() throws IOException {
    Settings settings =
        SettingsReader.read(
            file("kafka.security.protocol=SASL_SSL\ndebezium.snapshot.fetch.size=7"),
            Map.of("PREJOIN_KAFKA_SASL_MECHANISM", "PLAIN"),
            Map.of());

    assertThat(settings.kafka())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry("bootstrap.servers", "127.0.0.1:9092");
    assertThat(settings.debezium()).containsEntry("snapshot.fetch.size", "7");
    assertThat(settings.clickHouse().options()).isEmpty();
  }

  @Test
  void shouldTellAllProblemsAtOnceWithTheNearestKey() {
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () -> read("sink.flush.intervall.ms=1\nconsole.port=x\ntopic.format=xml"));

    assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(e.problems()).hasSize(3);
    assertThat(e.getMessage())
        .contains("unknown key sink.flush.intervall.ms; did you mean sink.flush.interval.ms?")
        .contains("console.port")
        .contains("topic.format")
        .contains("avro, json");
  }

  @Test
  void shouldRefuseATokenThatIsEasilyGuessedOrCannotBeSentWithoutShowingIt() {
    for (String token : List.of("s3cret", "with spaces in between", "with-ümlauts-in-it")) {
      ProblemException e =
          catchThrowableOfType(ProblemException.class, () -> read("console.token=" + token));

      assertThat(e)
          .hasMessageContaining("console.token")
          .hasMessageContaining("16")
          .hasMessageNotContaining(token);
    }
  }

  @Test
  void shouldNeverShowASecret() throws IOException {
    Settings settings =
        read(
            "postgres.password=s3cret\nclickhouse.password=s3cret\nregistry.password=s3cret"
                + "\nconsole.token=s3cret-of-16-or-more");

    assertThat(settings.postgres().password().reveal()).isEqualTo("s3cret");
    assertThat(
            settings.postgres()
                + ""
                + settings.clickHouse()
                + settings.registry()
                + settings.console()
                + settings)
        .doesNotContain("s3cret");
  }

  @Test
  void shouldNameAMissingFile() {
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () -> SettingsReader.read(directory.resolve("none"), Map.of(), Map.of()));

    assertThat(e).hasMessageContaining("there is no such file");
  }

  private Settings read(String text) throws IOException {
    return SettingsReader.read(file(text), Map.of(), Map.of());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("application.properties"), text);
  }
}
