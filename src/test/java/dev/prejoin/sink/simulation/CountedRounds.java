package dev.prejoin.sink.simulation;

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

/** A sink that meets no fault, and how often it counts buckets anew. */
final class CountedRounds {
  static final Duration INTERVAL = Duration.ofMillis(40);
  private static final int BATCH = 50;
  private static final int BUCKETS_PER_SLICE = 2;
  private static final Duration TURN = Duration.ofMillis(5);

  final World world = new World(new Scenario(7, BATCH, List.of(), List.of()), false);
  private final SinkProcess process = process();
  private int rounds;
  private int slices;
  private int mostSlices;

  void turn() {
    process.turn();
    world.clock().pass(TURN);
    world.clickHouse().merge(world.random());
  }

  void turns(Duration time) {
    long begun = world.clock().monotonicTime();
    while (world.clock().monotonicTime() - begun < time.toNanos()) {
      turn();
    }
  }

  /** Rounds so far that had something to count. */
  int rounds() {
    return rounds;
  }

  /** Slices so far. */
  int slices() {
    return slices;
  }

  /** In how many slices what was found to be stale was cut. */
  int mostSlices() {
    return mostSlices;
  }

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
}
