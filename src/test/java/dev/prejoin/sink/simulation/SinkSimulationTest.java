package dev.prejoin.sink.simulation;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/**
 * The sink as it is, through whatever goes wrong: a thousand scenarios, each in two orders of what
 * happens at once. For more: {@code mvn test -Dtest=SinkSimulationTest
 * -Djqwik.tries.default=100000}.
 */
class SinkSimulationTest {
  private static final int ORDERS = 2;

  @Provide
  Arbitrary<Scenario> lateWriters() {
    return Scenario.ofLateWriters();
  }

  /** Rows of one shard that come, move and go while former owners are still at it. */
  @Property(tries = 300)
  void shouldHoldEveryInvariantWhileFormerOwnersGoOn(@ForAll("lateWriters") Scenario scenario) {
    run(scenario);
  }

  @Provide
  Arbitrary<Scenario> lateSweepers() {
    return Scenario.ofLateSweepers();
  }

  /** Rows of one shard that are truncated while former owners are still at it. */
  @Property(tries = 300)
  void shouldHoldEveryInvariantWhileFormerOwnersSweep(@ForAll("lateSweepers") Scenario scenario) {
    run(scenario);
  }

  @Provide
  Arbitrary<Scenario> folds() {
    return Scenario.ofFolds();
  }

  /** Buckets that are corrected and folded, by whoever thinks that the shard is its own. */
  @Property(tries = 300)
  void shouldHoldEveryInvariantWhileBasesAreFolded(@ForAll("folds") Scenario scenario) {
    run(scenario);
  }

  @Provide
  Arbitrary<Scenario> replays() {
    return Scenario.ofReplays();
  }

  /** Rows that a rule keeps out until they are replayed: each is in one place. */
  @Property(tries = 300)
  void shouldHaveAReplayedRowInOnePlace(@ForAll("replays") Scenario scenario) {
    run(scenario);
  }

  @Provide
  Arbitrary<Scenario> fills() {
    return Scenario.ofFills();
  }

  /** An aggregate that is made over rows that are there, and those that are counted anew. */
  @Property(tries = 300)
  void shouldFillAggregatesWhileRowsFlow(@ForAll("fills") Scenario scenario) {
    run(scenario);
  }

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Scenario.any();
  }

  @Property
  void shouldHoldEveryInvariant(@ForAll("scenarios") Scenario scenario) {
    for (int order = 0; order < ORDERS; order++) {
      Scenario ordered =
          new Scenario(
              scenario.seed() + order, scenario.batchRows(), scenario.writes(), scenario.faults());
      run(ordered);
    }
  }

  private static void run(Scenario scenario) {
    Simulation.failure(scenario, Mutation.NONE)
        .ifPresent(failure -> Assertions.fail(scenario + "\n" + failure));
  }
}
