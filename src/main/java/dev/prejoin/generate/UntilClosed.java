package dev.prejoin.generate;

import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of what writes into PostgreSQL until it is closed: while the server is away it waits,
 * and then begins its work again.
 */
public final class UntilClosed {
  private static final long RETRY_MILLIS = 500;
  private static final long CLOSE_MILLIS = 10_000;

  /** Writes until it breaks, or {@link #goesOn} says that it is over. */
  @FunctionalInterface
  public interface Work {
    void write() throws SQLException, InterruptedException;
  }

  private final SourceServer server;
  private final Status status;
  private final CountDownLatch stop = new CountDownLatch(1);
  private @Nullable Thread thread;

  public UntilClosed(SourceServer server, Status status) {
    this.server = server;
    this.status = status;
  }

  public synchronized void start(String name, Work work) {
    if (thread != null) {
      throw new IllegalStateException("started before");
    }
    thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
    thread.start();
  }

  public synchronized void close() {
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
  public boolean goesOn(long restMillis) throws InterruptedException {
    return !stop.await(restMillis, TimeUnit.MILLISECONDS);
  }

  private void run(Work work) {
    try {
      do {
        writeUntilItBreaks(work);
      } while (goesOn(RETRY_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      status.failed(e);
    }
  }

  private void writeUntilItBreaks(Work work) throws InterruptedException {
    try {
      work.write();
    } catch (SQLException e) {
      ProblemException problem = PostgresErrors.problem(server, e);
      if (!PostgresErrors.isAway(e)) {
        throw problem;
      }
      status.waiting(String.valueOf(problem.getMessage()));
    }
  }
}
