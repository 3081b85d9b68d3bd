package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.config.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that ask servers which run already. */
final class ServerOptions {
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(names = "--demo", description = "Asks the demo's servers, which must be running.")
  private boolean demo;

  Settings read(Home home) {
    Settings given = settings.read(home);
    return demo
        ? settings.read(
            home,
            DemoServers.overrides(
                given.demo(), DemoServers.last(home.path(given.demo().directory()))))
        : given;
  }
}
