package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.devstack.Server;
import dev.prejoin.proof.chaos.Gate.Held;
import dev.prejoin.proof.node.Node;
import dev.prejoin.proof.node.Role;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for the moment of a fault, and lets it happen. */
final class Attack {
  private static final long PHASE_WITHIN_MS = 30_000;

  /** What has to be asked for first may have to restart instances. */
  private static final long ASKED_PHASE_WITHIN_MS = 180_000;

  /** What was asked for before, and takes long, may still go on. */
  private static final long GOES_ON_WITHIN_MS = 10_000;

  /** Longer than the time-outs of those that wait, as {@link Cluster} sets them. */
  private static final long SILENCE_MS = 8_000;

  /** The same for whoever waits for a schema, whose time-out is not to be set. */
  private static final long REGISTRY_SILENCE_MS = 11_000;

  private static final long CUT_MS = 1_000;
  private static final long BEFORE_RELEASE_MS = 100;
  private static final long OVERLAP_MS = 6_000;
  private static final long FENCED_WITHIN_S = 60;

  private final Cluster cluster;
  private final Operator operator;
  private final SplittableRandom random;
  private final Consumer<String> violation;

  Attack(Cluster cluster, Operator operator, SplittableRandom random, Consumer<String> violation) {
    this.cluster = cluster;
    this.operator = operator;
    this.random = random;
    this.violation = violation;
  }

  /**
   * What was hit.
   *
   * @param inFlight whether the phase was met
   * @param mendedAt when it could work again, by {@link System#nanoTime}
   */
  record Hit(String what, boolean inFlight, long mendedAt) {}

  Hit run(Cell cell) throws InterruptedException {
    if (cell.hop() == Hop.REGISTRY) {
      // Schemas are asked for at the start only.
      Node starting = cluster.nodes(Role.TOPOLOGY).get(random.nextInt(2));
      CompletableFuture.delayedExecutor(BEFORE_RELEASE_MS, TimeUnit.MILLISECONDS)
          .execute(starting::crash);
    }
    CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    Maintenance maintenance = cell.phase().maintenance().orElse(null);
    Held held = null;
    if (maintenance != null && operator.mayGoOn(maintenance)) {
      held = cluster.gate().await(cell.phase(), GOES_ON_WITHIN_MS);
    }
    if (maintenance != null && held == null) {
      operator.finish(maintenance);
      asked = operator.begin(maintenance);
    }
    if (held == null) {
      held =
          cluster
              .gate()
              .await(cell.phase(), maintenance == null ? PHASE_WITHIN_MS : ASKED_PHASE_WITHIN_MS);
    }
    Node node =
        held == null
            ? cluster.nodes(cell.hop().client()).get(0)
            : cluster.node(held.link().proxy().name());
    Proxy proxy = cluster.proxy(cell.hop(), node.name());
    Server server = cell.hop().server();
    long mendedAt =
        switch (cell.fault()) {
          case KILL_CLIENT -> killClient(node, held);
          case KILL_SERVER -> killServer(server, held);
          case HALT_CLIENT -> haltClient(node, held);
          case HALT_SERVER -> haltServer(server, held);
          case RESTART_CLIENT -> restartClient(node, held);
          case RESTART_SERVER -> restartServer(server, held);
          case CUT -> cut(proxy, held);
          case DELAY -> delay(held);
          case SILENCE -> silence(proxy, held);
          case TAKE_OVER -> takeOver(node, held);
        };
    asked.join();
    String what = cell.fault().hitsServer() ? server.title() : node.name();
    return new Hit(what, held != null, mendedAt);
  }

  private static long killClient(Node node, @Nullable Held held) {
    node.crash();
    drop(held);
    return node.startedAt();
  }

  private long killServer(Server server, @Nullable Held held) throws InterruptedException {
    cluster.crash(server, () -> drop(held), random.nextInt(1_000));
    return System.nanoTime();
  }

  private static long haltClient(Node node, @Nullable Held held) throws InterruptedException {
    node.pause();
    release(held);
    Thread.sleep(haltMillis(node.role()));
    node.resume();
    return System.nanoTime();
  }

  /** Longer than the sessions and transactions that are to end meanwhile. */
  private static long haltMillis(Role role) {
    return switch (role) {
      case CAPTURE, SINK -> 8_000;
      case TOPOLOGY -> 12_000;
    };
  }

  private long haltServer(Server server, @Nullable Held held) throws InterruptedException {
    cluster.stack().pause(server);
    release(held);
    Thread.sleep(server == Server.REGISTRY ? REGISTRY_SILENCE_MS : SILENCE_MS);
    cluster.stack().resume(server);
    return System.nanoTime();
  }

  private static long restartClient(Node node, @Nullable Held held) throws InterruptedException {
    CompletableFuture<Void> restarting = CompletableFuture.runAsync(node::restart);
    Thread.sleep(BEFORE_RELEASE_MS);
    release(held);
    restarting.join();
    return node.startedAt();
  }

  private long restartServer(Server server, @Nullable Held held) throws InterruptedException {
    CompletableFuture<Void> released =
        CompletableFuture.runAsync(
            () -> release(held),
            CompletableFuture.delayedExecutor(BEFORE_RELEASE_MS, TimeUnit.MILLISECONDS));
    cluster.restartInOrder(server);
    released.join();
    return System.nanoTime();
  }

  private static long cut(Proxy proxy, @Nullable Held held) throws InterruptedException {
    proxy.cut(held);
    Thread.sleep(CUT_MS);
    proxy.mend();
    return System.nanoTime();
  }

  private long delay(@Nullable Held held) throws InterruptedException {
    Thread.sleep(random.nextInt(500, 7_000));
    release(held);
    return System.nanoTime();
  }

  private static long silence(Proxy proxy, @Nullable Held held) throws InterruptedException {
    proxy.silence();
    release(held);
    Thread.sleep(proxy.hop() == Hop.REGISTRY ? REGISTRY_SILENCE_MS : SILENCE_MS);
    proxy.mend();
    return System.nanoTime();
  }

  /** The first goes on with what it had in flight only when the second is there. */
  private long takeOver(Node node, @Nullable Held held) throws InterruptedException {
    JavaProcess first = node.twin();
    Thread.sleep(OVERLAP_MS);
    release(held);
    if (first == null) {
      return System.nanoTime();
    }
    if (node.role() == Role.CAPTURE) {
      awaitFenced(first);
    } else {
      first.kill();
    }
    return System.nanoTime();
  }

  private void awaitFenced(JavaProcess first) throws InterruptedException {
    try {
      first.ended().get(FENCED_WITHIN_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      violation.accept(
          "a capture went on for %d s after another had taken over".formatted(FENCED_WITHIN_S));
      first.kill();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void release(@Nullable Held held) {
    if (held != null) {
      held.release();
    }
  }

  private static void drop(@Nullable Held held) {
    if (held != null) {
      held.drop();
    }
  }
}
