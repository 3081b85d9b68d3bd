package dev.prejoin.sink.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GenerationTest {
  @Test
  void shouldTellWhichTimeAnAggregateWasMade() {
    assertThat(Generation.of("usage")).isEqualTo(new Generation("usage", 1));
    assertThat(Generation.of("usage__2")).isEqualTo(new Generation("usage", 2));
    assertThat(Generation.of("by__day__12")).isEqualTo(new Generation("by__day", 12));
    assertThat(new Generation("usage", 1).next().name()).isEqualTo("usage__2");
    assertThat(new Generation("usage", 3).named("mv_usage")).isEqualTo("mv_usage__3");
  }

  @Test
  void shouldTakeANameForItsOwnWhereThereIsNoFirst() {
    assertThat(Generation.of("usage__1")).isEqualTo(new Generation("usage__1", 1));
    assertThat(Generation.last(Set.of("usage__2"))).containsExactly(new Generation("usage__2", 1));
  }

  @Test
  void shouldKnowTheLastOfEach() {
    assertThat(Generation.last(List.of("a", "b", "a__10", "a__2", "b__2")))
        .containsExactly(new Generation("a", 10), new Generation("b", 2));
  }
}
