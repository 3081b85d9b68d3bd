package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibilityTest {
  @Test
  void shouldReadWhatPostgresWrites() {
    assertThat(Visibility.parse("100:104:100,102"))
        .isEqualTo(new Visibility(100, 104, Set.of(100L, 102L)));
    assertThat(Visibility.parse("7:7:")).isEqualTo(new Visibility(7, 7, Set.of()));
  }

  @Test
  void shouldSeeWhatHadEnded() {
    Visibility visibility = Visibility.parse("100:104:100,102");

    assertThat(visibility.sees(99)).isTrue();
    assertThat(visibility.sees(100)).isFalse();
    assertThat(visibility.sees(101)).isTrue();
    assertThat(visibility.sees(102)).isFalse();
    assertThat(visibility.sees(103)).isTrue();
    assertThat(visibility.sees(104)).isFalse();
    assertThat(visibility.sees(105)).isFalse();
  }

  @Test
  void shouldCountOnWhereTheNumbersOfTheLogBeginAnew() {
    long epoch = 1L << 32;
    Visibility visibility =
        new Visibility(epoch * 3 - 2, epoch * 3 + 2, Set.of(epoch * 3 - 2, epoch * 3 + 1));

    assertThat(visibility.sees(epoch - 3)).isTrue();
    assertThat(visibility.sees(epoch - 2)).isFalse();
    assertThat(visibility.sees(epoch - 1)).isTrue();
    assertThat(visibility.sees(3)).isFalse();
    assertThat(visibility.sees(0)).isTrue();
    assertThat(visibility.sees(1)).isFalse();
    assertThat(visibility.sees(2)).isFalse();
    assertThat(new Visibility(epoch - 5, epoch - 4, Set.of(epoch - 5)).sees(1)).isFalse();
  }
}
