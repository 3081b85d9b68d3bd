package dev.prejoin.sink.simulation;

import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/** The sink as it is, through whatever goes wrong. */
class SinkSimulationTest {
  @Provide
  Arbitrary<Scenario> scenarios() {
    return Scenario.any();
  }

  @Property(tries = 2000)
  void shouldHoldEveryInvariant(@ForAll("scenarios") Scenario scenario) {
    Optional<Simulation.Failure> failure = Simulation.failure(scenario, Mutation.NONE);
    failure.ifPresent(f -> Assertions.fail(f.toString()));
  }
}
