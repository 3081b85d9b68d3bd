package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.sink.clickhouse.Fillings.Filling;
import org.junit.jupiter.api.Test;

class RebuildTextTest {
  private static Filling filling(boolean paused, int begun, int whole, long rows, long counted) {
    return new Filling("l4_usage", "l3", 1, paused, 4, begun, whole, rows, counted);
  }

  @Test
  void shouldSayHowFarItIs() {
    assertThat(RebuildText.of(filling(false, 4, 1, 1_000_000, 499_999)))
        .isEqualTo("l4_usage  49 %, 499,999 of 1,000,000 rows, newest first");
    assertThat(RebuildText.of(filling(false, 4, 4, 1_000_000, 1_000_000)))
        .isEqualTo("l4_usage  all of it is counted: 1,000,000 rows");
  }

  @Test
  void shouldSayWhyItDoesNotGoOn() {
    assertThat(RebuildText.of(filling(false, 0, 0, 10, 0)))
        .isEqualTo("l4_usage  0 %, 0 of 10 rows, newest first; no sink has begun yet");
    assertThat(RebuildText.of(filling(true, 4, 2, 10, 5)))
        .isEqualTo(
            "l4_usage  50 %, 5 of 10 rows, newest first; it is paused: ./prejoin rebuild --resume"
                + " l4_usage");
    assertThat(RebuildText.of(filling(false, 0, 0, 0, 0)))
        .isEqualTo("l4_usage  0 %, 0 of 0 rows, newest first; no sink has begun yet");
  }
}
