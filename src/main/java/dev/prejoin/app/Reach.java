package dev.prejoin.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Whether anything listens at an address: known at once, before a client begins to wait. */
final class Reach {
  private static final int PATIENCE_MS = 1_000;

  private Reach() {}

  static boolean at(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Of a URL whose scheme has a port if it names none. */
  static boolean at(URI url) {
    int usual = "https".equals(url.getScheme()) ? 443 : 80;
    return url.getHost() != null && at(url.getHost(), url.getPort() < 0 ? usual : url.getPort());
  }

  /** Of a list such as {@code host:9092,[::1]:9093}. */
  static boolean atAny(String servers) {
    for (String server : servers.split(",", -1)) {
      if (at(URI.create("kafka://" + server.strip()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether one server of such a list is an address, or a name that has one now. What is neither is
   * left to the client, which tells it.
   */
  static boolean isKnownAny(String servers) {
    for (String server : servers.split(",", -1)) {
      try {
        String host = URI.create("kafka://" + server.strip()).getHost();
        if (host == null || !new InetSocketAddress(host, 0).isUnresolved()) {
          return true;
        }
      } catch (IllegalArgumentException e) {
        return true;
      }
    }
    return false;
  }
}
