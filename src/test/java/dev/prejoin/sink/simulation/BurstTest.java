package dev.prejoin.sink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import dev.prejoin.sink.SinkProcess;
import dev.prejoin.sink.SinkSettings;
import dev.prejoin.sink.StaleBuckets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Many updates of the same buckets at once: how often those are counted anew does not follow their
 * number.
 */
class BurstTest {
  private static final int ROWS = 5;
  private static final int TURNS = 20_000;
  private static final int BATCH = 50;
  private static final int BUCKETS_PER_SLICE = 2;
  private static final Duration INTERVAL = Duration.ofMillis(40);
  private static final Duration TURN = Duration.ofMillis(5);

  private final World world = new World(new Scenario(7, BATCH, List.of(), List.of()), false);
  private int rounds;
  private int slices;
  private int mostSlices;

  private SinkProcess process() {
    Actor actor = Actor.alone();
    ModelConsumer consumer = new ModelConsumer(world, actor);
    return new SinkProcess(
        new SinkSettings(
            "sink",
            Map.of(),
            Optional.empty(),
            Duration.ofMillis(20),
            BATCH,
            Duration.ofMillis(50),
            INTERVAL,
            BUCKETS_PER_SLICE),
        consumer.asConsumer(),
        new ModelWarehouse(world, actor) {
          @Override
          public StaleBuckets findStale(
              Relation relation, List<ShardRound> parts, int bucketsPerSlice) {
            StaleBuckets found = super.findStale(relation, parts, bucketsPerSlice);
            rounds++;
            mostSlices += found.slices();
            return found;
          }

          @Override
          public void rebuild(Relation relation, List<ShardSlice> shards, int slice) {
            slices++;
            super.rebuild(relation, shards, slice);
          }
        },
        new SinkProcess.Brokers() {
          @Override
          public String topicId(String topic) {
            return world.topics().id(topic);
          }

          @Override
          public void deadLetter(ConsumerRecord<byte[], byte[]> record) {
            throw new AssertionError(record);
          }
        },
        Tables.landings(),
        world.clock());
  }

  private int roundsOf(int updates) {
    for (int i = 0; i < updates; i++) {
      world.source().write(new Write(i % ROWS, Write.What.PUT, i / ROWS % 12));
    }
    rounds = 0;
    slices = 0;
    mostSlices = 0;
    SinkProcess process = process();
    int left = TURNS;
    do {
      process.turn();
      world.clock().pass(TURN);
      world.clickHouse().merge(world.random());
      left--;
    } while (left > 0 && world.checks().missing().isPresent());
    for (int idle = 0; idle < 20; idle++) {
      process.turn();
    }
    world.checks().atRest();
    // No slice is counted twice.
    assertThat(slices).isLessThanOrEqualTo(mostSlices);
    return rounds;
  }

  @Test
  void shouldCountBucketsAFewTimesForManyUpdates() {
    long begun = world.clock().monotonicTime();
    int rounds = roundsOf(4_000);
    long intervals = (world.clock().monotonicTime() - begun) / INTERVAL.toNanos();
    assertThat(intervals).as("rounds, were there one in each interval").isGreaterThan(100);
    // Seven until a round comes only every 64 intervals, and one in each when the burst is over.
    assertThat(rounds).isBetween(2, 30);
  }
}
