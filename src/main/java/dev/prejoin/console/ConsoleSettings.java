package dev.prejoin.console;

import dev.prejoin.config.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Where the console listens, and to whom it answers.
 *
 * @param host a name or address of this machine ({@code console.host})
 * @param port 0 to 65535, where 0 takes any free one ({@code console.port})
 * @param token what everybody must show; empty if nobody must ({@code console.token})
 * @param names host names of requests, besides its own ({@code console.names})
 */
public record ConsoleSettings(String host, int port, Secret token, List<String> names) {
  public ConsoleSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("console.host is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("console.port is not from 0 to 65535: " + port);
    }
    names = List.copyOf(names);
  }

  /** For whoever is on this machine. */
  public ConsoleSettings(String host, int port) {
    this(host, port, new Secret(""), List.of());
  }

  /** Whether everybody must show the token. */
  boolean guarded() {
    return !token.reveal().isEmpty();
  }

  /** Why a console may not listen like this; empty if it may. */
  public Optional<String> problem() {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return Optional.of("console.host: nothing is known under the name " + host);
    }
    return guarded() || address.isLoopbackAddress()
        ? Optional.empty()
        : Optional.of(
            ("console.host: %s can be reached from other machines, and console.token is not set:"
                    + " set PREJOIN_CONSOLE_TOKEN to a secret of at least 16 characters"
                    + " (openssl rand -base64 24 makes one), or console.host to 127.0.0.1")
                .formatted(host));
  }

  /** Where a browser finds it. */
  public String url(int boundPort) {
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, boundPort);
  }
}
