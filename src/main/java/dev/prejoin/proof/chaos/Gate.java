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

  private record Trap(
      Phase phase, CompletableFuture<Held> caught, AtomicReference<@Nullable String> begunBy) {

    /** Whether an instance that comes to this moment is to be held. */
    boolean is(String name, Hop hop, Request request, Moment moment) {
      return phase.is(hop, request, moment)
          && (phase.after().isEmpty() || name.equals(begunBy.get()));
    }
  }

  private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();

  /** Returns with the first connection that comes to this phase, or null after the time. */
  @Nullable Held await(Phase phase, long millis) throws InterruptedException {
    Trap set = new Trap(phase, new CompletableFuture<>(), new AtomicReference<>());
    trap.set(set);
    try {
      return set.caught().get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return trap.compareAndSet(set, null) ? null : set.caught().join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a connection of this instance would be held. */
  boolean awaits(String name, Hop hop, Request request, Moment moment) {
    Trap set = trap.get();
    return set != null && set.is(name, hop, request, moment);
  }

  /** Hears of every moment: some phases are known by what came before them. */
  void passes(Link link, Request request, Moment moment) {
    Trap set = trap.get();
    if (set != null
        && moment == Moment.ANSWERED
        && set.phase().after().filter(after -> after == request).isPresent()) {
      set.begunBy().set(link.proxy().name());
    }
  }

  /** Holds the connection if a fault waits for it here; returns whether it may go on. */
  boolean pass(Link link, Request request, Moment moment) {
    Trap set = trap.get();
    if (set == null
        || !set.is(link.proxy().name(), link.hop(), request, moment)
        || !trap.compareAndSet(set, null)) {
      return true;
    }
    Held held = new Held(link);
    set.caught().complete(held);
    return held.released.join();
  }
}
