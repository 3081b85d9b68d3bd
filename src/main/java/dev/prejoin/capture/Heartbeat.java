package dev.prejoin.capture;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the position in the log moving while nothing changes in the captured tables; else what
 * others write would make PostgreSQL keep all of its log.
 */
final class Heartbeat {
  private static final long EVERY_SECONDS = 5;

  private final CaptureSettings settings;
  private final CountDownLatch closed = new CountDownLatch(1);

  Heartbeat(CaptureSettings settings) {
    this.settings = settings;
  }

  /**
   * Goes on until it is closed.
   *
   * @throws AwayException if PostgreSQL does not answer
   */
  boolean run() throws InterruptedException {
    boolean interrupted =
        SourceConnection.call(
            settings,
            connection -> {
              try {
                while (!closed.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                  LogMessages.write(connection, settings, "heartbeat");
                }
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    if (interrupted) {
      throw new InterruptedException();
    }
    return false;
  }

  void close() {
    closed.countDown();
  }
}
