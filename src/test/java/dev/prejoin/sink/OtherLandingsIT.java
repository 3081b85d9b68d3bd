package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.Figures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Dimensions and rejects, from their topics into ClickHouse. */
class OtherLandingsIT {
  private final String name = "o" + UUID.randomUUID().toString().replace("-", "");
  private final Map<String, String> kafka = Map.of("bootstrap.servers", TestServers.kafka());
  private final AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
  private final Relation devices = schemas.find("device_metadata").orElseThrow();
  private final Relation readings = schemas.find("l1_power_raw").orElseThrow();

  private Landing landing(String topic, Relation relation, Landing.Kind kind) {
    return new Landing(
        topic,
        relation,
        new JsonRowCodec(relation.key()),
        new JsonRowCodec(relation.columns()),
        kind);
  }

  @Test
  void shouldLandTheLatestRowOfEachKeyAndEveryReject() throws Exception {
    Landing dimension = landing(name + ".devices", devices, Landing.Kind.DIMENSION);
    Landing rejects = landing(name + ".rejects", readings, Landing.Kind.REJECTS);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.<String, Object>copyOf(kafka),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        ClickHouse clickHouse = TestServers.newTables(name);
        Sink sink =
            new Sink(
                SinkSettings.of(name, kafka),
                List.of(dimension, rejects),
                RowCodecs.json(),
                new ClickHouseWarehouse(
                    new ClickHouse(TestServers.clickHouse(TestServers.clickHousePort(), name))),
                new SimpleMeterRegistry())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(dimension.topic(), Optional.of(1), Optional.empty())
                      .configs(Map.of("cleanup.policy", "compact")),
                  new NewTopic(rejects.topic(), Optional.of(1), Optional.empty())))
          .all()
          .get();
      for (long device = 0; device < 5; device++) {
        producer.send(device(dimension, device, "old"));
      }
      producer.send(device(dimension, 2, "new"));
      producer.send(
          new ProducerRecord<>(dimension.topic(), dimension.key().encode(new Object[] {3L}), null));
      producer.send(reject(rejects, 7, new Object[] {0L, 1L, Double.NaN}));
      producer.send(reject(rejects, 8, null));
      producer.flush();
      sink.start();
      Figures figures = new Figures(clickHouse);
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(
              () -> {
                assertThat(figures.exactRows("device_metadata")).isEqualTo(4);
                assertThat(figures.rejects())
                    .containsExactly(new Figures.RejectCount("v", "power_usage_kWh >= 0", 2));
              });
      assertThat(
              clickHouse
                  .rows("SELECT customer_id FROM device_metadata FINAL WHERE device_id = 2")
                  .get(0)
                  .getString("customer_id"))
          .isEqualTo("new");
      var first = clickHouse.rows("SELECT * FROM prejoin_rejects FINAL ORDER BY key").get(0);
      assertThat(first.getString("key")).isEqualTo("{\"id\":7}");
      assertThat(first.getString("row")).contains("\"device_id\":1", "\"NaN\"");
      assertThat(first.getString("source")).isEqualTo("l1_power_raw-0@7");
    }
  }

  private static ProducerRecord<byte[], byte[]> device(Landing to, long id, String customer) {
    return new ProducerRecord<>(
        to.topic(),
        to.key().encode(new Object[] {id}),
        to.value().encode(new Object[] {id, customer, "house", 1.0, 2.0}));
  }

  private static ProducerRecord<byte[], byte[]> reject(Landing to, long id, Object[] row) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            to.topic(),
            to.key().encode(new Object[] {id}),
            row == null ? null : to.value().encode(row));
    Map.of(
            "view", "v",
            "rule", "power_usage_kWh >= 0",
            "reason", "it is not",
            "source", "l1_power_raw-0@" + id)
        .forEach(
            (header, text) -> record.headers().add(header, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
