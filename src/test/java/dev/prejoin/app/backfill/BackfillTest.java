package dev.prejoin.app.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillTest {
  @Test
  void shouldNameRowsThatCouldNotBeEnded() {
    assertThat(Backfill.left(List.of())).isEmpty();
    assertThat(Backfill.left(List.of(List.of("a", "1"), List.of("a", "2"))))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .startsWith("2 rows that landed are as they were (a,1; a,2): ")
                    .contains("refused rows"));
    assertThat(Backfill.left(Collections.nCopies(6, List.of("7"))))
        .hasValueSatisfying(words -> assertThat(words).contains("6 rows", "(7; 7; 7; 7; 7; …)"));
    assertThat(Backfill.left(Collections.nCopies(5_000, List.of("7"))))
        .hasValueSatisfying(words -> assertThat(words).startsWith("at least 5,000 rows"));
  }
}
