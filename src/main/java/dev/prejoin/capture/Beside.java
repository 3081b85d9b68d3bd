package dev.prejoin.capture;

import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Work in a thread beside the engine. */
final class Beside implements AutoCloseable {
  /** Work that was told to end needs no interrupt, which clients take ill. */
  private static final long LEAVE_MILLIS = 1000;

  private static final long CLOSE_MILLIS = 2000;

  /** Something that ends by itself, by an interrupt or by an exception. */
  interface Work {
    /** Returns whether the engine is to end too. */
    boolean run() throws InterruptedException;
  }

  private final Thread thread;
  private volatile @Nullable RuntimeException failure;

  /**
   * Starts it.
   *
   * @param end ends the engine; called when the work says so or fails
   */
  Beside(String name, Work work, Runnable end) {
    thread =
        new Thread(
            () -> {
              if (isOver(work)) {
                end.run();
              }
            },
            name);
    thread.start();
  }

  private boolean isOver(Work work) {
    try {
      return work.run();
    } catch (InterruptedException | InterruptException e) {
      return false;
    } catch (RuntimeException e) {
      failure = e;
      return true;
    }
  }

  /** Why it ended, if it failed. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public void close() {
    try {
      thread.join(LEAVE_MILLIS);
      thread.interrupt();
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
