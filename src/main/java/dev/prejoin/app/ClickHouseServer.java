package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseSettings;

/** The ClickHouse that the settings name. */
final class ClickHouseServer {
  private ClickHouseServer() {}

  static ClickHouse of(Settings settings) {
    Settings.ClickHouse s = settings.clickHouse();
    return new ClickHouse(
        new ClickHouseSettings(
            s.url(), s.user(), s.password().reveal(), s.database(), s.options()));
  }
}
