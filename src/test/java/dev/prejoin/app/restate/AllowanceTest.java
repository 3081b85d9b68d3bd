package dev.prejoin.app.restate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final long SECOND = 1_000_000_000L;

  private final Allowance allowance = new Allowance(100, 0);

  @Test
  void shouldAllowNoMoreThanItsRate() {
    assertThat(allowance.has(100, 0)).isTrue();
    allowance.used(100);
    assertThat(allowance.has(1, 0)).isFalse();
    assertThat(allowance.has(26, SECOND / 4)).isFalse();
    assertThat(allowance.has(25, SECOND / 4)).isTrue();
    allowance.used(25);
    assertThat(allowance.has(25, SECOND / 2)).isTrue();
  }

  @Test
  void shouldNotSaveUpForLongerThanASecond() {
    allowance.used(40);
    assertThat(allowance.has(100, 3_600 * SECOND)).isTrue();
    allowance.used(100);

    assertThat(allowance.has(1, 3_600 * SECOND)).isFalse();
  }

  @Test
  void shouldAllowMoreThanASecondsRowsAtOnceWhenASecondIsLeft() {
    assertThat(allowance.has(1_000, 0)).isTrue();
    allowance.used(1_000);
    assertThat(allowance.has(1, 9 * SECOND)).isFalse();
    assertThat(allowance.has(1, 10 * SECOND)).isTrue();
  }
}
