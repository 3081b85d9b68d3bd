package dev.prejoin.runtime;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one {@link Component}. Each change of it that matters to a user is one log line. */
public final class Status {
  /** Where a component stands. */
  public enum State {
    CREATED,
    /** It cannot go on until something else answers; it goes on by itself. */
    WAITING,
    RUNNING,
    /** It ended because of an error that waiting does not mend. */
    FAILED,
    STOPPED;

    private Set<State> next() {
      return switch (this) {
        case CREATED, WAITING, RUNNING -> EnumSet.of(WAITING, RUNNING, FAILED, STOPPED);
        case FAILED, STOPPED -> EnumSet.noneOf(State.class);
      };
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Status.class);

  private final String name;
  private final CountDownLatch ended = new CountDownLatch(1);
  private State state = State.CREATED;
  private String message = "";
  private String cause = "";
  private @Nullable RuntimeException failure;

  public Status(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public synchronized State state() {
    return state;
  }

  /** What it waits for, or why it failed; else what it does. */
  public synchronized String message() {
    return message;
  }

  public synchronized @Nullable RuntimeException failure() {
    return failure;
  }

  public void running(String what) {
    become(State.RUNNING, what, what, null);
  }

  /** How far it is with what it does, which is shown and not logged. */
  public synchronized void progress(String what) {
    if (state == State.RUNNING) {
      message = what;
    }
  }

  /** Says once for what it waits, however often it is called with the same text. */
  public void waiting(String forWhat) {
    waiting(forWhat, forWhat);
  }

  /**
   * The same where one cause shows in many ways, as each request to a server that is away fails
   * with a text of its own: the first is said, and those that come while it waits for the same are
   * shown.
   *
   * @param on what must change before it goes on, such as a server
   */
  public void waiting(String on, String forWhat) {
    become(State.WAITING, on, forWhat, null);
  }

  /** Ends it; the first failure stays. */
  public void failed(RuntimeException cause) {
    String text = String.valueOf(cause.getMessage());
    become(State.FAILED, text, text, cause);
  }

  public void stopped() {
    become(State.STOPPED, "", "", null);
  }

  /** Returns once the component failed or stopped. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private synchronized void become(
      State next, String why, String text, @Nullable RuntimeException thrown) {
    if (!state.next().contains(next)) {
      return;
    }
    boolean said = state == next && cause.equals(why);
    state = next;
    cause = why;
    message = text;
    failure = thrown;
    if (said) {
      return;
    }
    switch (next) {
      case WAITING -> LOG.warn("{} waits: {}", name, text);
      case RUNNING -> LOG.info("{} runs: {}", name, text);
      case FAILED -> logFailure(text, thrown);
      case STOPPED -> LOG.info("{} stopped", name);
      case CREATED -> throw new IllegalStateException("no way back to " + next);
    }
    if (next == State.FAILED || next == State.STOPPED) {
      ended.countDown();
    }
  }

  private void logFailure(String text, @Nullable RuntimeException cause) {
    if (cause instanceof ProblemException) {
      LOG.error("{} failed: {}", name, text);
    } else {
      LOG.error("{} failed: {}", name, text, cause);
    }
  }
}
