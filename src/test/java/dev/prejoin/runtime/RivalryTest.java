package dev.prejoin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RivalryTest {
  private final Rivalry rivalry = new Rivalry();

  private boolean drivenOutAt(long seconds) {
    return rivalry.drivenOut(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void shouldForgiveABrokersMistakes() {
    for (long seconds = 0; seconds < 1000; seconds += 70) {
      assertThat(drivenOutAt(seconds)).isFalse();
    }
  }

  @Test
  void shouldTellAnotherProcessByItsComingBack() {
    assertThat(drivenOutAt(0)).isFalse();
    assertThat(drivenOutAt(2)).isFalse();
    assertThat(drivenOutAt(4)).isTrue();
  }
}
