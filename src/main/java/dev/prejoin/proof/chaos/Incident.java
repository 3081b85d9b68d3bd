package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.Server;
import java.util.stream.Stream;

/**
 * A process that ended although nothing ended it.
 *
 * @param at seconds since the run began
 * @param process its name
 * @param status its exit status
 * @param words the last of its log
 * @param after the fault before it
 */
record Incident(double at, String process, int status, String words, String after) {
  /** Whether a server failed by itself: one more fault, which is not prejoin's. */
  boolean isServers() {
    return Stream.of(Server.values()).anyMatch(server -> server.title().equals(process));
  }
}
