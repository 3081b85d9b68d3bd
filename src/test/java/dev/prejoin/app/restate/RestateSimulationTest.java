package dev.prejoin.app.restate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestateSimulationTest {
  private static final int MUTATED_RUNS = 20_000;

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void shouldBringEveryChangeIntoEveryRowThatLooksItUp(@ForAll long seed) {
    assertThat(new RestateSimulation(seed, RestateMutation.NONE).run()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void shouldFindEachMistake(RestateMutation mutation) {
    assertThat(LongStream.range(0, MUTATED_RUNS))
        .as("the first seed that finds it")
        .anyMatch(seed -> new RestateSimulation(seed, mutation).run().isPresent());
  }
}
