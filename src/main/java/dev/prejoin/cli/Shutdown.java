package dev.prejoin.cli;

import dev.prejoin.runtime.ExitCode;

/**
 * Ends what was started, in order and once: on Ctrl-C with exit status 0, as that is how one ends a
 * program that runs for long, else when the block around it ends.
 */
final class Shutdown implements AutoCloseable {
  private final Runnable end;
  private final Thread hook;
  private boolean ended;

  Shutdown(Runnable end) {
    this.end = end;
    this.hook =
        new Thread(
            () -> {
              endOnce();
              Runtime.getRuntime().halt(ExitCode.OK.status());
            },
            "prejoin-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private synchronized void endOnce() {
    if (!ended) {
      ended = true;
      end.run();
    }
  }

  @Override
  public void close() {
    endOnce();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs already; it waits for the end above and then ends the process.
    }
  }
}
