package dev.prejoin.sink.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation sees each mistake: else it would prove nothing. */
class MutationsTest {
  private static final int RUNS = 4000;

  @ParameterizedTest
  @EnumSource(Mutations.class)
  void shouldCatchAMistakeInTheProtocol(Mutations mutation) {
    JqwikSession.run(
        () -> {
          var scenarios = mutation.scenarios().generator(1000);
          Random random = new Random(mutation.seed());
          for (int run = 0; run < RUNS; run++) {
            Optional<Simulation.Failure> failure =
                Simulation.failure(scenarios.next(random).value(), mutation);
            if (failure.isPresent()) {
              assertThat(failure.get().violation().invariant())
                  .as(failure.get().toString())
                  .isIn(mutation.broken());
              return;
            }
          }
          fail("%s went unnoticed in %d runs", mutation, RUNS);
        });
  }
}
