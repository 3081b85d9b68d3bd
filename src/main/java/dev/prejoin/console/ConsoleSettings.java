package dev.prejoin.console;

/**
 * Where the console listens.
 *
 * @param host a name or address of this machine ({@code console.host})
 * @param port 0 to 65535, where 0 takes any free one ({@code console.port})
 */
public record ConsoleSettings(String host, int port) {
  public ConsoleSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("console.host is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("console.port is not from 0 to 65535: " + port);
    }
  }
}
