package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseSettings;

/** The ClickHouse that the settings name. */
public final class ClickHouseServer {
  private ClickHouseServer() {}

  public static ClickHouse of(Settings settings) {
    return new ClickHouse(settings(settings));
  }

  /** Within a database that is there before any of prejoin's. */
  public static ClickHouse beforeItsDatabase(Settings settings) {
    return new ClickHouse(settings(settings).within("default"));
  }

  private static ClickHouseSettings settings(Settings settings) {
    Settings.ClickHouse s = settings.clickHouse();
    return new ClickHouseSettings(
        s.url(), s.user(), s.password().reveal(), s.database(), s.options());
  }
}
