package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Writes in one shape, again and again, on a connection of its own. Where PostgreSQL is away it
 * tries again: the oracle asks the source itself what was committed.
 */
final class Writer implements Runnable {
  /** One step of the work: a transaction, or a few. */
  interface Step {
    void write(Connection connection) throws SQLException, InterruptedException;
  }

  private static final long RETRY_MS = 200;

  private final Source source;
  private final Lock valve;
  private final long everyMillis;
  private final Step step;
  private volatile boolean stopped;

  /**
   * @param valve held during a step, so that all can be halted between two
   */
  Writer(Source source, Lock valve, long everyMillis, Step step) {
    this.source = source;
    this.valve = valve;
    this.everyMillis = everyMillis;
    this.step = step;
  }

  @Override
  public void run() {
    while (!stopped) {
      try (Connection connection = source.connect()) {
        while (!stopped) {
          long began = System.nanoTime();
          turn(connection);
          long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
          Thread.sleep(Math.max(1, everyMillis - took));
        }
      } catch (SQLException e) {
        sleep();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void turn(Connection connection) throws SQLException, InterruptedException {
    valve.lockInterruptibly();
    try {
      step.write(connection);
    } catch (SQLException e) {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
      throw e;
    } finally {
      valve.unlock();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() {
    stopped = true;
  }
}
