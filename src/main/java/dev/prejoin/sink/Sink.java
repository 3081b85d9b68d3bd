package dev.prejoin.sink;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.GroupMember;
import dev.prejoin.runtime.Instance;
import dev.prejoin.runtime.OwnThread;
import dev.prejoin.runtime.Rivalry;
import dev.prejoin.runtime.Status;
import dev.prejoin.runtime.StoppedException;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Lands topics in the warehouse, exactly once. Any number of them share the partitions. */
public final class Sink implements Component {
  private static final String FETCH_BYTES = Integer.toString(16 << 20);
  private static final String MAX_POLL_RECORDS = "20000";

  private final SinkSettings settings;
  private final List<Landing> landings;
  private final RowCodecs codecs;
  private final Warehouse warehouse;
  private final SinkMeters meters;
  private final FoldLimits folds;
  private final Status status = new Status("sink");
  private volatile boolean closing;
  private final OwnThread thread = new OwnThread("sink", this::run);

  /**
   * Takes codecs and warehouse as its own, and closes them.
   *
   * @param codecs those of the landings, which wait where the schema registry is away
   */
  public Sink(
      SinkSettings settings,
      List<Landing> landings,
      RowCodecs codecs,
      Warehouse warehouse,
      MeterRegistry meters) {
    this(settings, landings, codecs, warehouse, meters, CorrectionListener.NONE);
  }

  /** One that tells of rows that it corrects. */
  public Sink(
      SinkSettings settings,
      List<Landing> landings,
      RowCodecs codecs,
      Warehouse warehouse,
      MeterRegistry meters,
      CorrectionListener corrections) {
    this(settings, landings, codecs, warehouse, meters, FoldLimits.USUAL, corrections);
  }

  /** One that folds bases at other times than usual. */
  Sink(
      SinkSettings settings,
      List<Landing> landings,
      RowCodecs codecs,
      Warehouse warehouse,
      MeterRegistry meters,
      FoldLimits folds) {
    this(settings, landings, codecs, warehouse, meters, folds, CorrectionListener.NONE);
  }

  private Sink(
      SinkSettings settings,
      List<Landing> landings,
      RowCodecs codecs,
      Warehouse warehouse,
      MeterRegistry meters,
      FoldLimits folds,
      CorrectionListener corrections) {
    this.settings = settings;
    this.folds = folds;
    this.landings = List.copyOf(landings);
    this.codecs = codecs;
    codecs.listen(registry -> registry.ifPresent(status::waiting));
    this.warehouse = warehouse;
    this.meters = new SinkMeters(meters, corrections);
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    Rivalry rivalry = new Rivalry();
    try {
      while (!closing) {
        try {
          landAsMember();
        } catch (FencedInstanceIdException e) {
          if (rivalry.drivenOut(System.nanoTime())) {
            throw Instance.taken(settings.groupId());
          }
          status.waiting(Instance.DRIVEN_OUT);
          Thread.sleep(settings.retryInterval().toMillis());
        }
      }
      status.stopped();
    } catch (WakeupException | InterruptedException | StoppedException e) {
      status.stopped();
    } catch (RuntimeException e) {
      status.failed(e);
    }
  }

  private void landAsMember() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      try {
        land(consumer);
      } finally {
        GroupMember.leave(consumer);
      }
    }
  }

  private void land(KafkaConsumer<byte[], byte[]> consumer) {
    try (BrokerTopics topics = new BrokerTopics(settings.kafka());
        DeadLetterTopics deadLetters = new DeadLetterTopics(settings.kafka())) {
      SinkLoop loop =
          new SinkLoop(
              settings,
              consumer,
              warehouse,
              topics,
              deadLetters,
              landings,
              meters,
              status,
              folds,
              Clock.SYSTEM);
      while (!closing) {
        loop.turn();
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties =
        GroupMember.of(settings.kafka(), settings.groupId(), settings.instanceId());
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    closing = true;
    codecs.close();
    thread.join();
    status.stopped();
    warehouse.close();
  }
}
