package dev.prejoin.proof.bench.join;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The databases of contenders. */
final class Databases {
  private Databases() {}

  /** Takes one away with all that is in it. */
  static void drop(JoinServers servers, String database) {
    try {
      servers.clickHouse("default").of("DROP DATABASE IF EXISTS " + database + " SYNC");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
