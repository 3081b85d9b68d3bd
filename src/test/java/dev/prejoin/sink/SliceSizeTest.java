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
    count(0, 0.5, 4_000);
    assertThat(size.buckets()).as("those that take 400 ms").isEqualTo(800);
    for (int i = 0; i < 20; i++) {
      count(0, 5, size.buckets());
    }
    assertThat(size.buckets()).as("not so few that a round never ends").isEqualTo(781);
  }

  /** A slice of so many buckets, of which each takes a while, beside what is spent in any case. */
  private void count(long always, double each, long counted) {
    took(Math.round(always + each * counted), counted);
  }

  @Test
  void shouldNotShrinkWhereFewerTakeAsLong() {
    count(600, 0.05, 300);
    assertThat(size.buckets()).isLessThan(1_000);
    for (int round = 0; round < 20; round++) {
      count(600, 0.05, size.buckets());
      count(600, 0.05, 50);
    }
    assertThat(size.buckets()).as("600 ms more").isBetween(11_000, 13_000);
  }

  @Test
  void shouldShrinkAgainWhenBucketsGrow() {
    for (int round = 0; round < 20; round++) {
      count(600, 0.05, size.buckets());
      count(600, 0.05, 50);
    }
    for (int round = 0; round < 20; round++) {
      count(600, 0.5, size.buckets());
      count(600, 0.5, 50);
    }
    assertThat(size.buckets()).isBetween(1_100, 1_300);
  }

  @Test
  void shouldCountAsManyAsTakeAMoment() {
    for (int round = 0; round < 20; round++) {
      count(20, 0.1, size.buckets());
      count(20, 0.1, 200);
    }
    assertThat(size.buckets()).isBetween(3_700, 3_900);
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
