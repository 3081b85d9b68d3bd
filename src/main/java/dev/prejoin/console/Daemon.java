package dev.prejoin.console;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no process alive and can be told apart in a dump. */
final class Daemon {
  private Daemon() {}

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, "console-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
