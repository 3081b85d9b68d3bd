package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseSettings;
import java.util.Optional;

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

  /** As the user who can only read; empty if there is none. */
  static Optional<ClickHouse> forQueries(Settings settings) {
    Settings.Reader reader = settings.consoleReader();
    return reader.user().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ClickHouse(settings(settings).by(reader.user(), reader.password().reveal())));
  }

  private static ClickHouseSettings settings(Settings settings) {
    Settings.ClickHouse s = settings.clickHouse();
    return new ClickHouseSettings(
        s.url(), s.user(), s.password().reveal(), s.database(), s.options());
  }
}
