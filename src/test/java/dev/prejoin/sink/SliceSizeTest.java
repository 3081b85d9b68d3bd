package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SliceSizeTest {
  private final SliceSize size = new SliceSize(50_000);

  private void took(long millis, long counted) {
    size.took(TimeUnit.MILLISECONDS.toNanos(millis), counted);
  }

  @Test
  void shouldGrowWhileFullSlicesAreCountedAtOnce() {
    int first = size.buckets();
    took(20, first);
    assertThat(size.buckets()).isEqualTo(2 * first);
    took(20, 3);
    assertThat(size.buckets()).as("three buckets tell nothing of many").isEqualTo(2 * first);
    for (int i = 0; i < 10; i++) {
      took(20, size.buckets());
    }
    assertThat(size.buckets()).isEqualTo(50_000);
  }

  @Test
  void shouldShrinkWhenAFewBucketsTakeLong() {
    took(2_000, 4_000);
    assertThat(size.buckets()).isEqualTo(2_000);
    took(2_000, 2_000);
    assertThat(size.buckets()).isEqualTo(1_000);
    for (int i = 0; i < 20; i++) {
      took(2_000, size.buckets());
    }
    assertThat(size.buckets()).as("not so few that a round never ends").isPositive();
  }

  @Test
  void shouldNotGrowWhenASliceFailsAtOnceAndShrinkWhenTimeRunsOut() {
    int first = size.buckets();
    size.failed(TimeUnit.MILLISECONDS.toNanos(2), first);
    assertThat(size.buckets()).isEqualTo(first);
    size.failed(TimeUnit.SECONDS.toNanos(5), 450);
    assertThat(size.buckets()).isLessThan(first);
  }

  @Test
  void shouldShrinkWhenTheServerCannotDoAsMany() {
    int first = size.buckets();
    size.smaller();
    assertThat(size.buckets()).isEqualTo(first / 2);
  }
}
