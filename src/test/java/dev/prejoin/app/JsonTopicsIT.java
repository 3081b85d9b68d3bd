package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Topics that tools without Avro can read, and L1 in ClickHouse too. */
class JsonTopicsIT {
  private static final Home HOME = new Home(Path.of(""));

  @Test
  void shouldWriteJsonAllTheWayAndLandL1WhereAsked() throws Exception {
    try (FreshDevStack servers = new FreshDevStack()) {
      DevStack stack = servers.stack();
      Generator generator =
          new Generator(
              GeneratorSettings.withDefaults(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
      generator.createTables();
      generator.insertDevices();
      generator.load(2_000, Instant.now(), there -> {});
      Settings settings =
          SettingsReader.read(
              Path.of("config/application.properties"),
              Map.of(),
              servers.powerSettings(Map.of("topic.format", "json", "sink.land.l1", "true")));
      try (Application application = new Application(settings, HOME)) {
        application.start(step -> {});
        await()
            .atMost(Duration.ofSeconds(120))
            .untilAsserted(
                () -> {
                  LayerCounts counts = application.figures("power").counts();
                  assertThat(counts.complete(2_000)).isTrue();
                  assertThat(counts.rejected()).isEqualTo(generator.invalidAmongFirst(2_000));
                });

        List<String> lines = new ArrayList<>();
        new TopicTail(settings, "l2_power_cleaned.rejects").first(1, lines::add);
        assertThat(lines)
            .singleElement()
            .asString()
            .contains("\"rule\":\"power_usage_kWh ", "\"reason\":\"power_usage_kWh is ")
            .contains("\"source\":\"l1_power_raw-", "\"row\":{\"timestamp\":\"20");
      }
    }
  }
}
