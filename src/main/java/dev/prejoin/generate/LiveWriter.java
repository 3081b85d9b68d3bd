package dev.prejoin.generate;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes into PostgreSQL in a thread of its own until it is closed: while the server is away it
 * waits, and then begins its work again.
 */
public abstract class LiveWriter implements Component {
  private static final long RETRY_MILLIS = 500;
  private static final long CLOSE_MILLIS = 10_000;

  private final SourceServer server;
  private final Status status;
  private final CountDownLatch stop = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * @param name as it is called in a status, and its thread
   */
  protected LiveWriter(SourceServer server, String name) {
    this.server = server;
    this.status = new Status(name);
  }

  /** Writes until it breaks, or {@link #goesOn} says that it is over. */
  protected abstract void write() throws SQLException, InterruptedException;

  protected final SourceServer server() {
    return server;
  }

  @Override
  public final Status status() {
    return status;
  }

  @Override
  public final synchronized void start() {
    if (thread != null) {
      throw new IllegalStateException("started before");
    }
    thread = new Thread(this::run, status.name());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public final synchronized void close() {
    stop.countDown();
    if (thread != null) {
      try {
        // A server that hangs must not keep the process from ending.
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    status.stopped();
  }

  /** Whether it goes on, after a rest. */
  protected final boolean goesOn(long restMillis) throws InterruptedException {
    return !stop.await(restMillis, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      do {
        writeUntilItBreaks();
      } while (goesOn(RETRY_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      status.failed(e);
    }
  }

  private void writeUntilItBreaks() throws InterruptedException {
    try {
      write();
    } catch (SQLException e) {
      ProblemException problem = PostgresErrors.problem(server, e);
      if (!PostgresErrors.isAway(e)) {
        throw problem;
      }
      status.waiting(String.valueOf(problem.getMessage()));
    }
  }
}
