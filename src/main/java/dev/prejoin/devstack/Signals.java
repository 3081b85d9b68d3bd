package dev.prejoin.devstack;

import java.io.IOException;

/** Signals that Java cannot send. */
final class Signals {
  private Signals() {}

  static void interrupt(Process process) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
  }
}
