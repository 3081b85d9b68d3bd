package dev.prejoin.runtime;

/** The thread of a component: begun once, and waited for to its end. */
public final class OwnThread {
  private final Thread thread;

  public OwnThread(String name, Runnable work) {
    thread = new Thread(work, name);
  }

  /** Begins it, if it has not begun. */
  public synchronized void start() {
    if (!hasBegun()) {
      thread.start();
    }
  }

  private boolean hasBegun() {
    return thread.getState() != Thread.State.NEW;
  }

  /** Returns when it has ended; an interruption is kept for the caller, and ends nothing. */
  public void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
