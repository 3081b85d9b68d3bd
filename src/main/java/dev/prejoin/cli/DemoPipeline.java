package dev.prejoin.cli;

import dev.prejoin.config.Settings;
import dev.prejoin.generate.DemoSource;
import dev.prejoin.generate.SourceServer;
import dev.prejoin.generate.experiments.ExperimentsSource;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.generate.power.PowerSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A shipped pipeline for which there is a generator. */
enum DemoPipeline {
  /** Readings of devices. */
  POWER("default"),
  /** Events of A/B tests. */
  EXPERIMENTS("experiments_analytics");

  private final String database;

  DemoPipeline(String database) {
    this.database = database;
  }

  /** The name of its file, without the ending. */
  String pipeline() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<DemoPipeline> named(String pipeline) {
    return Arrays.stream(values()).filter(each -> each.pipeline().equals(pipeline)).findFirst();
  }

  String file() {
    return "topology/" + pipeline() + ".sql";
  }

  /** ClickHouse's, in which its tables are. */
  String database() {
    return database;
  }

  /** Facts a second, unless the user says so. */
  int rate(Settings.Demo demo) {
    return switch (this) {
      case POWER -> demo.rate();
      case EXPERIMENTS -> demo.experimentsRate();
    };
  }

  DemoSource source(Settings.Demo demo, SourceServer server) {
    return switch (this) {
      case POWER ->
          new PowerSource(
              new GeneratorSettings(
                  server.jdbcUrl(),
                  server.user(),
                  server.password(),
                  demo.seed(),
                  demo.devices(),
                  GeneratorSettings.DEFAULT_INVALID_SHARE,
                  GeneratorSettings.DEFAULT_UNKNOWN_DEVICE_SHARE));
      case EXPERIMENTS -> new ExperimentsSource(server, demo.seed());
    };
  }

  @Override
  public String toString() {
    return pipeline();
  }
}
