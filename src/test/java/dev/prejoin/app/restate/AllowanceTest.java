package dev.prejoin.app.restate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final long SECOND = 1_000_000_000L;

  private final Allowance allowance = new Allowance(100, 0);

  @Test
  void shouldAllowNoMoreThanItsRate() {
    assertThat(allowance.rows(0)).isEqualTo(100);
    allowance.used(100);
    assertThat(allowance.rows(0)).isZero();
    assertThat(allowance.rows(SECOND / 4)).isEqualTo(25);
    allowance.used(25);
    assertThat(allowance.rows(SECOND / 2)).isEqualTo(25);
  }

  @Test
  void shouldNotSaveUpForLongerThanASecond() {
    allowance.used(40);

    assertThat(allowance.rows(3_600 * SECOND)).isEqualTo(100);
  }
}
