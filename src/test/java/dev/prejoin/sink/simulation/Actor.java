package dev.prejoin.sink.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A simulated process: a thread that runs only when it is told to, and gives the word back at a
 * call to a server, so that never two run at once and each call is a point where others may come
 * between.
 */
final class Actor {
  /** The process is no more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final String name;
  private final Semaphore mine = new Semaphore(0);
  private final Semaphore drivers;
  private int calls;
  private boolean killed;
  private boolean ended;
  private boolean stopping;
  private @Nullable Throwable failure;

  /** Until which step of the world it stands still. */
  private int frozenUntil;

  /** How often ClickHouse had been restarted when it last connected. */
  private int connection;

  Actor(String name, Semaphore drivers) {
    this.name = name;
    this.drivers = drivers;
  }

  /** One that nobody else comes between. */
  static Actor alone() {
    Actor actor = new Actor("alone", new Semaphore(0));
    actor.calls = Integer.MAX_VALUE;
    return actor;
  }

  String name() {
    return name;
  }

  void start(Runnable life) {
    Thread thread =
        new Thread(
            () -> {
              mine.acquireUninterruptibly();
              try {
                if (!killed) {
                  life.run();
                }
              } catch (Killed e) {
                // That is all.
              } catch (Throwable e) {
                failure = e;
              } finally {
                ended = true;
                drivers.release();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** By the driver: lets it go on for so many calls, and returns when it has. */
  void run(int manyCalls) {
    calls = manyCalls;
    mine.release();
    drivers.acquireUninterruptibly();
  }

  /** By itself, at a call: others may come before it. */
  void giveWay() {
    if (--calls <= 0) {
      drivers.release();
      mine.acquireUninterruptibly();
    }
    if (killed) {
      throw new Killed();
    }
  }

  /** By itself: stands still until a step of the world. */
  void freeze(int untilStep) {
    frozenUntil = untilStep;
    calls = 0;
    giveWay();
  }

  /** By the driver: it does nothing more. */
  void kill() {
    killed = true;
    if (!ended) {
      run(0);
    }
  }

  void stop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  boolean ended() {
    return ended;
  }

  boolean frozen(int step) {
    return !ended && frozenUntil > step;
  }

  void thaw() {
    frozenUntil = 0;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** Whether its connection was cut by a restart; it has a new one after that. */
  boolean reconnects(int restarts) {
    boolean cut = connection < restarts;
    connection = restarts;
    return cut;
  }
}
