package dev.prejoin.sink.simulation;

import dev.prejoin.sink.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Everything outside the processes, and the calls that lead there. */
final class World {
  private static final int[] REFUSALS = {
    241, // MEMORY_LIMIT_EXCEEDED
    252, // TOO_MANY_PARTS
    243, // NOT_ENOUGH_SPACE
    159, // TIMEOUT_EXCEEDED
    999 // KEEPER_EXCEPTION
  };

  private final Random random;
  private final VirtualClock clock = new VirtualClock();
  private final ModelTopics topics = new ModelTopics();
  private final ModelClickHouse clickHouse = new ModelClickHouse();
  private final ModelGroup group;
  private final Source source = new Source(topics);
  private final Checks checks = new Checks(this);
  private final List<Fault> faults;
  private final List<String> trace = new ArrayList<>();
  private final boolean traced;

  /** What was sent and has not arrived. */
  private final List<Runnable> late = new ArrayList<>();

  private int step;
  private int calls;
  private int awayUntil;
  private int restarts;

  World(Scenario scenario, boolean traced) {
    this.random = new Random(scenario.seed());
    this.group = new ModelGroup(random, topics.logs().keySet());
    this.faults = new ArrayList<>(scenario.faults());
    this.traced = traced;
  }

  Random random() {
    return random;
  }

  VirtualClock clock() {
    return clock;
  }

  ModelTopics topics() {
    return topics;
  }

  ModelClickHouse clickHouse() {
    return clickHouse;
  }

  ModelGroup group() {
    return group;
  }

  Source source() {
    return source;
  }

  Checks checks() {
    return checks;
  }

  List<Runnable> late() {
    return late;
  }

  List<Fault> faults() {
    return faults;
  }

  int step() {
    return step;
  }

  void nextStep() {
    step++;
  }

  int calls() {
    return calls;
  }

  void trace(Supplier<String> line) {
    if (traced) {
      trace.add(line.get());
    }
  }

  List<String> lines() {
    return trace;
  }

  void away(int steps) {
    awayUntil = step + steps;
  }

  /** What was in flight is lost, and connections are cut. */
  void restart(ModelClickHouse backup, int steps) {
    clickHouse.become(backup);
    late.clear();
    restarts++;
    away(steps);
  }

  /** A process that stood still finds its connection dead before it uses it. */
  void connectAnew(Actor actor) {
    actor.reconnects(restarts);
  }

  /** A process calls a server. */
  <T> T call(Actor actor, Port port, Supplier<String> what, Function<Extent, T> effect) {
    actor.giveWay();
    calls++;
    Fault fault = next(port);
    Fault.Kind kind = fault == null ? null : fault.kind();
    if (port != Port.POLL || kind != null) {
      trace(
          () -> calls + " " + actor.name() + " " + what.get() + (kind == null ? "" : ": " + kind));
    }
    if (kind != null) {
      before(actor, port, fault, effect);
    }
    if (port.isClickHouse()) {
      connect(actor, port);
    }
    if (kind == Fault.Kind.SOME_BLOCKS || kind == Fault.Kind.VIEWS_FAIL) {
      effect.apply(kind == Fault.Kind.SOME_BLOCKS ? Extent.SOME_BLOCKS : Extent.WITHOUT_VIEWS);
      checks.readers();
      throw refused(REFUSALS[fault.much() % REFUSALS.length]);
    }
    T result = effect.apply(Extent.WHOLE);
    if (port == Port.INSERT || port == Port.STATEMENT) {
      checks.readers();
    }
    if (kind != null) {
      after(actor, port, fault);
    }
    return result;
  }

  private @Nullable Fault next(Port port) {
    for (Fault fault : faults) {
      if (fault.at() > calls) {
        return null;
      }
      if (fault.hitsCalls() && fault.hits(port)) {
        faults.remove(fault);
        return fault;
      }
    }
    return null;
  }

  private void before(Actor actor, Port port, Fault fault, Function<Extent, ?> effect) {
    switch (fault.kind()) {
      case CRASH_BEFORE -> throw new Actor.Killed();
      case CRASH_LATE -> {
        sendLate(port, effect);
        throw new Actor.Killed();
      }
      case FREEZE_BEFORE -> actor.freeze(step + fault.much());
      case REQUEST_LOST -> throw interrupted(port);
      case REQUEST_LATE -> {
        sendLate(port, effect);
        throw interrupted(port);
      }
      case REFUSED -> throw refused(REFUSALS[fault.much() % REFUSALS.length]);
      default -> {}
    }
  }

  private void after(Actor actor, Port port, Fault fault) {
    switch (fault.kind()) {
      case CRASH_AFTER -> throw new Actor.Killed();
      case FREEZE_AFTER -> actor.freeze(step + fault.much());
      case ANSWER_LOST -> throw interrupted(port);
      default -> {}
    }
  }

  private void sendLate(Port port, Function<Extent, ?> effect) {
    if (port.changes()) {
      int sent = calls;
      late.add(
          () -> {
            trace(() -> "what was sent in " + sent + " arrives");
            try {
              effect.apply(Extent.WHOLE);
            } catch (RuntimeException e) {
              trace(() -> "  and is refused: " + e.getMessage());
            }
            checks.readers();
          });
    }
  }

  private void connect(Actor actor, Port port) {
    if (awayUntil > step) {
      throw new WarehouseException(WarehouseException.Kind.UNREACHABLE, 0, "away", null);
    }
    if (actor.reconnects(restarts)) {
      throw interrupted(port);
    }
  }

  private static RuntimeException interrupted(Port port) {
    return port.isClickHouse()
        ? new WarehouseException(
            WarehouseException.Kind.INTERRUPTED, 0, "the connection broke", null)
        : new TimeoutException("no answer");
  }

  private static WarehouseException refused(int code) {
    return new WarehouseException(WarehouseException.Kind.REFUSED, code, "refused: " + code, null);
  }
}
