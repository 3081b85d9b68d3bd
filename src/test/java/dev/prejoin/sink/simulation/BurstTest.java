package dev.prejoin.sink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Many updates of the same buckets at once: how often those are counted anew does not follow their
 * number.
 */
class BurstTest {
  private static final int ROWS = 5;
  private static final int TURNS = 20_000;
  private final CountedRounds sink = new CountedRounds();
  private final World world = sink.world;

  private int roundsOf(int updates) {
    for (int i = 0; i < updates; i++) {
      world.source().write(new Write(i % ROWS, Write.What.PUT, i / ROWS % 12));
    }
    int left = TURNS;
    do {
      sink.turn();
      left--;
    } while (left > 0 && world.checks().missing().isPresent());
    sink.turns(CountedRounds.INTERVAL.multipliedBy(3));
    world.checks().atRest();
    // No slice is counted twice.
    assertThat(sink.slices()).isLessThanOrEqualTo(sink.mostSlices());
    return sink.rounds();
  }

  @Test
  void shouldCountBucketsAFewTimesForManyUpdates() {
    long begun = world.clock().monotonicTime();
    int rounds = roundsOf(4_000);
    long intervals = (world.clock().monotonicTime() - begun) / CountedRounds.INTERVAL.toNanos();
    assertThat(intervals).as("rounds, were there one in each interval").isGreaterThan(100);
    // Seven until a round comes only every 64 intervals, and one in each when the burst is over.
    assertThat(rounds).isBetween(2, 30);
  }
}
