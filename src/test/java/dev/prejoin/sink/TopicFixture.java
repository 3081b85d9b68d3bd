package dev.prejoin.sink;

import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A topic, and a database of the same name. */
abstract class TopicFixture {
  static final int SHARDS = 2;
  static final long MONDAY = 1_767_571_200_000L; // 2026-01-05T00:00:00Z
  static final long HOUR = 3_600_000L;
  static final long DAY = 24 * HOUR;

  /** Bases are folded whenever there are any, and in several slices. */
  static final FoldLimits FOLDS =
      new FoldLimits(
          1, 1_000_000, Long.MAX_VALUE, 1, 1_000, Duration.ofMillis(300), Duration.ofSeconds(1));

  final String name = "t" + UUID.randomUUID().toString().replace("-", "");
  final Map<String, String> kafka = Map.of("bootstrap.servers", TestServers.kafka());
  final List<AutoCloseable> open = new ArrayList<>();
  KafkaProducer<byte[], byte[]> producer;

  /** Where the next record is from, in the source. */
  long position;

  @BeforeEach
  void makeTopic() throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(SHARDS), Optional.empty())))
          .all()
          .get();
    }
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                TestServers.kafka(),
                // As in DeadLetters: the topic is new.
                "max.in.flight.requests.per.connection",
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    open.add(producer);
  }

  @AfterEach
  void end() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  /** Intervals for which a test need not wait long. */
  static SinkSettings settings(String group, Map<String, String> kafka) {
    SinkSettings usual = SinkSettings.of(group, kafka);
    return new SinkSettings(
        usual.groupId(),
        usual.kafka(),
        usual.instanceId(),
        Duration.ofMillis(100),
        usual.batchRows(),
        Duration.ofMillis(250),
        Duration.ofMillis(250),
        usual.rebuildBuckets());
  }

  /** What writes into the database. */
  final ClickHouseWarehouse warehouse(int port) {
    return new ClickHouseWarehouse(new ClickHouse(TestServers.clickHouse(port, name)));
  }

  final Sink started(Sink sink) {
    open.add(sink);
    sink.start();
    return sink;
  }

  final void send(Origin origin, JsonRowCodec keys, long id, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            name,
            (int) (id % SHARDS),
            System.currentTimeMillis(),
            keys.encode(new Object[] {id}),
            value);
    record.headers().add(Origin.HEADER, origin.at(position++).toBytes());
    producer.send(record);
  }
}
