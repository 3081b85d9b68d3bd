package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import org.junit.jupiter.api.Test;

class BackfillTimeTest {
  @Test
  void shouldBeInUtcWhateverTheZoneOfTheServer() {
    assertThat(BackfillTime.of("--from", "2026-11-21T16:00:00Z"))
        .containsExactly("2026-11-21 16:00:00.000000+00");
    assertThat(BackfillTime.of("--from", "0999-01-01T00:00:00.123456Z"))
        .containsExactly("0999-01-01 00:00:00.123456+00");
    assertThat(BackfillTime.of("--from", "")).isEmpty();
  }

  @Test
  void shouldSayHowATimeLooks() {
    assertThatThrownBy(() -> BackfillTime.of("--to", "yesterday'; DROP TABLE x"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("--to must look like 2026-11-21T16:00:00Z");
  }
}
