package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final AtomicLong now = new AtomicLong();
  private final Attempts attempts = new Attempts(now::get);

  @Test
  void shouldMakeWhoGuessesWaitTwiceAsLongEachTime() {
    for (int i = 0; i < 4; i++) {
      assertThat(attempts.wrong("192.0.2.1")).isFalse();
      assertThat(attempts.left("192.0.2.1")).isZero();
    }
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(attempts.wrong("192.0.2.1")).isTrue();
      assertThat(attempts.left("192.0.2.1")).isEqualTo(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds));
      assertThat(attempts.left("192.0.2.1")).isZero();
    }
    assertThat(attempts.left("192.0.2.2")).isZero();
  }

  @Test
  void shouldForgetWhatWasWrongOnceItIsRight() {
    for (int i = 0; i < 4; i++) {
      attempts.wrong("192.0.2.1");
    }
    attempts.right("192.0.2.1");
    assertThat(attempts.wrong("192.0.2.1")).isFalse();
  }

  @Test
  void shouldTakeANetworkOfIpv6ForOneAddress() {
    for (int i = 1; i <= 5; i++) {
      attempts.wrong("2001:db8:0:0::" + i);
    }
    assertThat(attempts.left("2001:db8::ffff")).isPositive();
    assertThat(attempts.left("2001:db8:0:1::1")).isZero();
  }

  @Test
  void shouldEndSessionsAfterADayOfWork() {
    Sessions sessions = new Sessions(now::get);
    String first = sessions.open();
    pass(Duration.ofHours(11));
    String second = sessions.open();
    assertThat(sessions.has(first)).isTrue();
    pass(Duration.ofHours(1));
    assertThat(sessions.has(first)).isFalse();
    assertThat(sessions.has(second)).isTrue();
    sessions.close(second);
    assertThat(sessions.has(second)).isFalse();
    assertThat(sessions.has("")).isFalse();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
