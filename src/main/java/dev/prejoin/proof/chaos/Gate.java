package dev.prejoin.proof.chaos;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a fault waits for its moment: the first connection that comes to the phase is held there
 * until the fault has happened.
 */
final class Gate {
  /** A connection held at a phase. */
  static final class Held {
    private final Link link;
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();

    private Held(Link link) {
      this.link = link;
    }

    Link link() {
      return link;
    }

    /** Lets it go on. */
    void release() {
      released.complete(true);
    }

    /** Drops what is held, with its connection. */
    void drop() {
      link.cut();
      released.complete(false);
    }
  }

  private record Trap(Phase phase, CompletableFuture<Held> caught) {}

  private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();

  /** Returns with the first connection that comes to this phase, or null after the time. */
  @Nullable Held await(Phase phase, long millis) throws InterruptedException {
    Trap set = new Trap(phase, new CompletableFuture<>());
    trap.set(set);
    try {
      return set.caught().get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return trap.compareAndSet(set, null) ? null : set.caught().join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a connection would be held. */
  boolean awaits(Hop hop, Request request, Moment moment) {
    Trap set = trap.get();
    return set != null && set.phase().is(hop, request, moment);
  }

  /** Holds the connection if a fault waits for it here; returns whether it may go on. */
  boolean pass(Link link, Request request, Moment moment) {
    Trap set = trap.get();
    if (set == null
        || !set.phase().is(link.hop(), request, moment)
        || !trap.compareAndSet(set, null)) {
      return true;
    }
    Held held = new Held(link);
    set.caught().complete(held);
    return held.released.join();
  }
}
