package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Figures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeEach;

/** A topic of the power pipeline's joined rows, tables for them, and sinks between the two. */
abstract class SinkFixture extends TopicFixture {
  static final Duration LIMIT = Duration.ofSeconds(120);

  final Map<Long, Object[]> expected = new HashMap<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  Relation relation;
  JsonRowCodec keys;
  private JsonRowCodec rows;
  ClickHouse clickHouse;

  @BeforeEach
  void makeTables() {
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
    return started(
        new Sink(
            settings(name, properties),
            List.of(new Landing(name, relation, keys, rows, Landing.Kind.FACT)),
            RowCodecs.json(),
            warehouse(port),
            meters,
            folds));
  }

  final Sink sink() {
    return sink(TestServers.clickHousePort());
  }

  /** One that folds bases as soon as there are any. */
  final Sink foldingSink() {
    return sink(TestServers.clickHousePort(), Map.of(), FOLDS);
  }

  final void send(char op, long id, Object[] row) {
    send(Origin.captured(op, 1), id, row);
  }

  final void send(Origin origin, long id, Object[] row) {
    send(origin, keys, id, row == null ? null : rows.encode(row));
    if (row == null) {
      expected.remove(id);
    } else {
      expected.put(id, row);
    }
  }

  final void mark(Origin origin) {
    for (int shard = 0; shard < SHARDS; shard++) {
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
      send('c', id, reading(MONDAY + id * 1000L % DAY, id % 7, id % 9));
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
