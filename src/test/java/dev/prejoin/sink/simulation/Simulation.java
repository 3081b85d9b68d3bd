package dev.prejoin.sink.simulation;

import dev.prejoin.sink.SinkProcess;
import dev.prejoin.sink.SinkSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs one scenario: first with its writes and faults; then, without faults, to rest; then it wakes
 * what still stands still and delivers what is still under way, and goes to rest again.
 */
final class Simulation {
  private static final int MAX_PROCESSES = 12;
  private static final int MAX_STEPS = 600;
  private static final int STEPS_TO_REST = 1500;

  private static final int ROUNDS_OF_IDLING = 3;
  private static final int CALLS_OF_IDLING = 60;

  private final World world;
  private final Scenario scenario;
  private final Mutation mutation;
  private final Semaphore driver = new Semaphore(0);
  private final Map<Actor, ModelConsumer> actors = new LinkedHashMap<>();
  private ModelClickHouse backup;
  private Set<String> backupsSegments = Set.of();
  private Set<String> restoredSegments = Set.of();
  private int written;
  private int started;

  private Simulation(Scenario scenario, Mutation mutation, boolean traced) {
    this.scenario = scenario;
    this.mutation = mutation;
    this.world = new World(scenario, traced);
    this.backup = world.clickHouse().copy();
  }

  /** What went wrong, with a trace of the run; empty if nothing did. */
  static Optional<Failure> failure(Scenario scenario, Mutation mutation) {
    if (new Simulation(scenario, mutation, false).run() == null) {
      return Optional.empty();
    }
    Simulation again = new Simulation(scenario, mutation, true);
    Violation violation = again.run();
    return Optional.of(
        new Failure(
            violation == null
                ? new Violation(
                    Invariant.NEVER_GIVES_UP, "not seen again: the run is not repeatable")
                : violation,
            again.world.lines(),
            again.world.clickHouse().show()));
  }

  /** A run that broke an invariant. */
  record Failure(Violation violation, List<String> trace, String tables) {
    @Override
    public String toString() {
      return violation.getMessage()
          + "\n  "
          + String.join("\n  ", trace)
          + "\nClickHouse holds\n"
          + tables;
    }
  }

  private @Nullable Violation run() {
    try {
      start();
      start();
      while (world.step() < MAX_STEPS
          && (written < scenario.writes().size() || !world.faults().isEmpty())) {
        step(true);
      }
      world.faults().clear();
      world.away(0);
      rest("after the last fault");
      actors.keySet().forEach(Actor::thaw);
      while (!world.late().isEmpty()) {
        deliver();
        step(false);
      }
      rest("after all that came late");
      return null;
    } catch (Violation e) {
      return e;
    } finally {
      actors.keySet().forEach(Actor::kill);
    }
  }

  private void step(boolean faulty) {
    world.nextStep();
    world.clock().pass(Duration.ofMillis(world.random().nextInt(10)));
    if (faulty) {
      happen();
    }
    if (written < scenario.writes().size() && (!faulty || world.random().nextInt(3) == 0)) {
      Write write = scenario.writes().get(written++);
      world.trace(() -> "source: " + write);
      world.source().write(write);
      if (write.what() == Write.What.FILL) {
        fill(write);
      }
    }
    bury();
    if (world.random().nextInt(8) == 0) {
      world.clickHouse().merge(world.random());
    }
    if (faulty && world.random().nextInt(12) == 0) {
      backup = world.clickHouse().copy();
      backupsSegments = world.checks().segments();
    }
    if (faulty && !world.late().isEmpty() && world.random().nextInt(15) == 0) {
      deliver();
    }
    List<Actor> able = able();
    if (able.size() < 2 && started < MAX_PROCESSES && world.random().nextInt(4) == 0
        || able.isEmpty() && !faulty) {
      start();
      able = able();
    }
    if (!able.isEmpty()) {
      run(able.get(world.random().nextInt(able.size())), calls());
    }
  }

  /**
   * Makes an aggregate and asks for it, or asks for one that is there. What was under way before it
   * was made is not under way any more, as PROTOCOL.md has it for a condition; and no backup is
   * older.
   */
  private void fill(Write write) {
    ModelTable table = world.clickHouse().table(Tables.READINGS);
    if (table.aggregates().containsKey(Tables.LATE)) {
      List<String> all = List.copyOf(table.aggregates().keySet());
      world.clickHouse().fills().request(all.get(write.variant() % all.size()));
      return;
    }
    world.late().clear();
    actors.keySet().stream().filter(actor -> actor.frozen(world.step())).forEach(Actor::kill);
    world.clickHouse().fills().request(Tables.LATE);
    table.make(Tables.LATE);
    backup = world.clickHouse().copy();
    backupsSegments = world.checks().segments();
  }

  /** Mostly some calls in a row, sometimes one. */
  private int calls() {
    return 1 + (world.random().nextInt(3) == 0 ? 0 : world.random().nextInt(12));
  }

  private List<Actor> able() {
    return actors.keySet().stream()
        .filter(actor -> !actor.ended() && !actor.frozen(world.step()))
        .toList();
  }

  private void run(Actor actor, int calls) {
    actor.run(calls);
    Throwable failure = actor.failure();
    if (failure instanceof Violation violation) {
      throw violation;
    }
    if (failure != null) {
      Violation violation =
          new Violation(Invariant.NEVER_GIVES_UP, actor.name() + " ended with " + failure);
      violation.initCause(failure);
      throw violation;
    }
  }

  private void deliver() {
    world.late().remove(world.random().nextInt(world.late().size())).run();
  }

  /** The group waits for a while, then takes a silent member for dead. */
  private void bury() {
    actors.forEach(
        (actor, consumer) -> {
          if ((actor.ended() || actor.frozen(world.step())) && world.random().nextInt(8) == 0) {
            world.group().remove(consumer.member());
          }
        });
  }

  private boolean allBuried() {
    return actors.entrySet().stream()
        .noneMatch(
            entry ->
                (entry.getKey().ended() || entry.getKey().frozen(world.step()))
                    && world.group().has(entry.getValue().member()));
  }

  /** Faults that hit no call. */
  private void happen() {
    List<Fault> due =
        world.faults().stream()
            .filter(fault -> !fault.hitsCalls() && fault.at() <= world.calls())
            .toList();
    for (Fault fault : due) {
      world.faults().remove(fault);
      world.trace(() -> "--- " + fault);
      switch (fault.kind()) {
        case AWAY -> world.away(fault.much());
        case RESTORED -> {
          restoredSegments = backupsSegments;
          world.checks().restored(restoredSegments);
          boolean older = world.checks().isOlder(backup);
          world.restart(backup, fault.much() % 10);
          actors.keySet().stream()
              .filter(actor -> older && actor.frozen(world.step()))
              .forEach(world::connectAnew);
        }
        case EXPELLED -> any().ifPresent(actor -> world.group().remove(consumer(actor).member()));
        case REBALANCE -> world.group().rebalance();
        case START -> start();
        case STOP -> any().ifPresent(Actor::stop);
        case OFFSETS_LOST -> whenAllAreGone(world.group()::expire);
        case OFFSETS_RESET -> whenAllAreGone(() -> world.group().reset(world.topics().ends()));
        default -> throw new IllegalStateException("hits calls: " + fault);
      }
    }
  }

  /** What needs a group without members, and lasts until nothing of them is under way. */
  private void whenAllAreGone(Runnable happening) {
    actors.keySet().forEach(Actor::kill);
    world.late().clear();
    happening.run();
    world.checks().forget(restoredSegments);
    start();
  }

  private Optional<Actor> any() {
    List<Actor> able = able();
    return able.isEmpty()
        ? Optional.empty()
        : Optional.of(able.get(world.random().nextInt(able.size())));
  }

  private ModelConsumer consumer(Actor actor) {
    return Objects.requireNonNull(actors.get(actor));
  }

  private void start() {
    Actor actor = new Actor(String.valueOf((char) ('A' + started++)), driver);
    ModelConsumer consumer = mutation.consumer(world, actor);
    actors.put(actor, consumer);
    world.trace(() -> "--- " + actor.name() + " starts");
    actor.start(
        () -> {
          SinkProcess process = process(actor, consumer);
          while (!actor.stopping()) {
            process.turn();
          }
          world.group().remove(consumer.member());
        });
  }

  private SinkProcess process(Actor actor, ModelConsumer consumer) {
    return new SinkProcess(
        new SinkSettings(
            "sink",
            Map.of(),
            Optional.empty(),
            Duration.ofMillis(20),
            scenario.batchRows(),
            Duration.ofMillis(50),
            Duration.ofMillis(40),
            scenario.batchRows()),
        consumer.asConsumer(),
        mutation.warehouse(world, actor),
        new SinkProcess.Brokers() {
          @Override
          public String topicId(String topic) {
            return world.call(
                actor,
                Port.KAFKA,
                () -> "asks for the id of " + topic,
                extent -> world.topics().id(topic));
          }

          @Override
          public void deadLetter(ConsumerRecord<byte[], byte[]> record) {
            world.call(
                actor,
                Port.KAFKA,
                () -> "sends a dead letter",
                extent -> world.topics().deadLetters().add(record));
          }
        },
        Tables.landings(),
        world.clock());
  }

  private void rest(String when) {
    world.trace(() -> "--- no faults any more, " + when);
    for (int left = STEPS_TO_REST; left > 0; left--) {
      step(false);
      Optional<String> missing = world.checks().missing();
      if (missing.isEmpty() && written == scenario.writes().size() && allBuried()) {
        break;
      }
      require(left > 1, "%s, %d steps %s", missing.orElse(""), STEPS_TO_REST, when);
    }
    // Rows have landed; buckets may wait for their next rebuild, a restored backup for being found.
    for (int round = 0; round < ROUNDS_OF_IDLING; round++) {
      able().forEach(actor -> run(actor, CALLS_OF_IDLING));
    }
    world.checks().atRest();
  }

  private static void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw new Violation(Invariant.COMES_TO_REST, what.formatted(values));
    }
  }
}
