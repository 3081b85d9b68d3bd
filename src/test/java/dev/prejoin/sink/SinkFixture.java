package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.Figures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A topic of the power pipeline's joined rows, tables for them, and sinks between the two. */
abstract class SinkFixture {
  static final Duration LIMIT = Duration.ofSeconds(40);
  static final long HOUR = 3_600_000L;
  static final long MONDAY = 1_767_571_200_000L; // 2026-01-05T00:00:00Z

  final String name = "t" + UUID.randomUUID().toString().replace("-", "");
  final Map<String, String> kafka = Map.of("bootstrap.servers", TestServers.kafka());
  final List<AutoCloseable> open = new ArrayList<>();
  final Map<Long, Object[]> expected = new HashMap<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  Relation relation;
  JsonRowCodec keys;
  private JsonRowCodec rows;
  private long position;
  KafkaProducer<byte[], byte[]> producer;
  ClickHouse clickHouse;

  @BeforeEach
  void begin() throws Exception {
    AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
    relation =
        new Relation(
            "l3_power_joined",
            schemas.find("l3_power_joined").orElseThrow().columns(),
            schemas.find("l1_power_raw").orElseThrow().key());
    keys = new JsonRowCodec(relation.key());
    rows = new JsonRowCodec(relation.columns());
    clickHouse = TestServers.newTables(name);
    open.add(clickHouse);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty()))).all().get();
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

  final Sink sink(int port) {
    return sink(port, Map.of());
  }

  /** One with more properties of Kafka's clients. */
  final Sink sink(int port, Map<String, String> more) {
    return sink(port, more, FoldLimits.USUAL);
  }

  private Sink sink(int port, Map<String, String> more, FoldLimits folds) {
    Map<String, String> properties = new HashMap<>(kafka);
    properties.putAll(more);
    Sink sink =
        new Sink(
            SinkSettings.of(name, properties),
            List.of(new Landing(name, relation, keys, rows, Landing.Kind.FACT)),
            RowCodecs.json(),
            new ClickHouseWarehouse(new ClickHouse(TestServers.clickHouse(port, name))),
            meters,
            folds);
    open.add(sink);
    sink.start();
    return sink;
  }

  final Sink sink() {
    return sink(TestServers.clickHousePort());
  }

  /** One that folds bases as soon as there are any. */
  final Sink foldingSink() {
    return sink(
        TestServers.clickHousePort(),
        Map.of(),
        new FoldLimits(1, 1_000_000, 400, Duration.ofMillis(300), Duration.ofSeconds(1)));
  }

  final void send(char op, long id, Object[] row) {
    send(Origin.captured(op, 1), id, row);
  }

  final void send(Origin origin, long id, Object[] row) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            name,
            (int) (id % 2),
            System.currentTimeMillis(),
            keys.encode(new Object[] {id}),
            row == null ? null : rows.encode(row));
    record.headers().add(Origin.HEADER, origin.at(position++).toBytes());
    producer.send(record);
    if (row == null) {
      expected.remove(id);
    } else {
      expected.put(id, row);
    }
  }

  final void mark(Origin origin) {
    for (int shard = 0; shard < 2; shard++) {
      producer.send(marker(shard, origin.at(position++)));
    }
  }

  private ProducerRecord<byte[], byte[]> marker(int shard, Origin origin) {
    return new ProducerRecord<>(
        name,
        shard,
        System.currentTimeMillis(),
        null,
        null,
        List.of(new RecordHeader(Origin.HEADER, origin.toBytes())));
  }

  final void truncate() {
    mark(Origin.truncated(1));
    expected.clear();
  }

  static Object[] reading(long time, long device, double kWh) {
    return new Object[] {time, device, "c" + device, "house", 1.5, 2.5, kWh};
  }

  final void sendNew(int from, int to) {
    for (int id = from; id < to; id++) {
      send('c', id, reading(MONDAY + id * 1000L % (24 * HOUR), id % 7, id % 9));
    }
    producer.flush();
  }

  final void awaitExact() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              assertThat(new Figures(clickHouse).exactRows("l3_power_joined"))
                  .isEqualTo(expected.size());
              assertThat(new Figures(clickHouse).staleBuckets("l3_power_joined")).isZero();
              assertThat(buckets()).isEqualTo(expectedBuckets());
            });
  }

  private Map<List<Object>, List<Object>> buckets() {
    Map<List<Object>, List<Object>> buckets = new HashMap<>();
    clickHouse
        .rows(
            """
            SELECT toUnixTimestamp(ts_hour) AS h, device_id, countMerge(usage_count) AS n,
                   sumMerge(usage_sum) AS s, maxMerge(usage_max) AS m
            FROM l4_power_agg_stats GROUP BY ts_hour, device_id
            """)
        .forEach(
            row ->
                buckets.put(
                    List.of(row.getLong("h") * 1000, row.getLong("device_id")),
                    List.of(row.getLong("n"), row.getDouble("s"), row.getDouble("m"))));
    return buckets;
  }

  private Map<List<Object>, List<Object>> expectedBuckets() {
    Map<List<Object>, List<Object>> buckets = new HashMap<>();
    for (Object[] row : expected.values()) {
      long hour = (Long) row[0] / HOUR * HOUR;
      double usage = (Double) row[6];
      buckets.merge(
          List.of(hour, row[1]),
          List.of(1L, usage, usage),
          (a, b) ->
              List.of(
                  (Long) a.get(0) + 1,
                  (Double) a.get(1) + usage,
                  Math.max((Double) a.get(2), usage)));
    }
    return buckets;
  }
}
