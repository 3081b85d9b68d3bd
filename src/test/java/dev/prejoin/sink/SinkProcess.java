package dev.prejoin.sink;

import dev.prejoin.runtime.Status;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The sink as it is, opened for the simulation: everything that it reaches is handed in. */
public final class SinkProcess {
  private static final MeterRegistry NO_METERS = new SimpleMeterRegistry();

  static {
    NO_METERS.config().meterFilter(MeterFilter.deny());
  }

  /** Whenever there is a base, or two rows for a bucket, and in small slices. */
  private static final FoldLimits FOLDS =
      new FoldLimits(1, 1_000_000, 1, 2, 24, Duration.ofMillis(120), Duration.ZERO);

  private final SinkLoop loop;

  /** What the sink needs of Kafka beside a consumer. */
  public interface Brokers {
    /** The topic's id. */
    String topicId(String topic);

    /** Keeps a record that cannot be decoded. */
    void deadLetter(ConsumerRecord<byte[], byte[]> record);
  }

  public SinkProcess(
      SinkSettings settings,
      Consumer<byte[], byte[]> consumer,
      Warehouse warehouse,
      Brokers brokers,
      List<Landing> landings,
      Clock clock) {
    Topics topics =
        new Topics() {
          @Override
          public String id(String topic) {
            return brokers.topicId(topic);
          }

          @Override
          public void requireWhole(String topic) {}

          @Override
          public void create(String topic) {}
        };
    DeadLetters letters = all -> all.forEach(letter -> brokers.deadLetter(letter.record()));
    loop =
        new SinkLoop(
            settings,
            consumer,
            warehouse,
            topics,
            letters,
            landings,
            new SinkMeters(NO_METERS, CorrectionListener.NONE),
            new Status("simulated sink"),
            FOLDS,
            clock);
  }

  /** One round of the sink's loop. */
  public void turn() {
    loop.turn();
  }
}
