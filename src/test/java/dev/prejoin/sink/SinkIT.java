package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.runtime.Status;
import dev.prejoin.schema.Origin;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** The power pipeline's joined rows, from a topic into ClickHouse. */
class SinkIT extends SinkFixture {
  @Test
  void shouldLandEachRowOnceAndKeepEveryHourExact() {
    sink();
    sendNew(0, 5000);
    awaitExact();
    assertThat(meters.get("prejoin.sink.rows").counter().count()).isEqualTo(5000);
    assertThat(meters.get("prejoin.freshness").timer().count()).isPositive();
  }

  @Test
  void shouldKeepHoursExactThroughUpdatesAndDeletes() {
    sink();
    sendNew(0, 200);
    awaitExact();
    send('u', 3, reading(MONDAY, 3, 50)); // another amount
    send('u', 4, reading(MONDAY + 5 * HOUR, 4, 7)); // another hour
    send('u', 5, reading(MONDAY + 40 * 24 * HOUR, 6, 8)); // another month and device
    send('d', 6, null);
    send('u', 9001, reading(MONDAY, 2, 1)); // was kept out before
    send('d', 9002, null); // never was there
    producer.flush();
    awaitExact();
    send('c', 6, reading(MONDAY + HOUR, 1, 3)); // inserted again
    send('d', 5, null);
    producer.flush();
    awaitExact();
  }

  @Test
  void shouldSweepTheRowsBeforeAMarkerAndKeepThoseAfterIt() {
    sink();
    sendNew(0, 3000);
    for (int id = 0; id < 50; id++) {
      send('c', 5000 + id, reading(MONDAY + id * 31 * 24 * HOUR, id, 2)); // 50 months
    }
    awaitExact();
    send('u', 3, reading(MONDAY, 3, 50));
    truncate();
    sendNew(0, 500); // the same keys as before, in the same places
    send('u', 4, reading(MONDAY + 5 * HOUR, 4, 7));
    send('c', 5003, reading(MONDAY, 5, 1)); // in another
    producer.flush();
    awaitExact();
    truncate();
    truncate();
    producer.flush();
    awaitExact();
    sendNew(300, 600);
    awaitExact();
  }

  @Test
  void shouldSweepTheGhostsThatASecondSnapshotLeaves() {
    sink();
    sendNew(0, 1000);
    awaitExact();
    expected.clear();
    for (int id = 0; id < 1000; id += 3) {
      send(Origin.captured('r', 2), id, reading(MONDAY + id * 1000L, id % 5, id % 4));
    }
    send(Origin.captured('c', 2), 2000, reading(MONDAY, 1, 1));
    mark(Origin.onlyFrom(2));
    send(Origin.captured('d', 2), 3, null);
    mark(Origin.onlyFrom(2));
    producer.flush();
    awaitExact();
  }

  @Test
  void shouldFinishASweepThatADeadOwnerBeganAndAZombieWentOnWith() throws Exception {
    Sink first = sink();
    sendNew(0, 1000);
    awaitExact();
    first.close();
    leaveIntent();
    truncate();
    sendNew(500, 1100);
    try (ClickHouseWarehouse zombie =
        new ClickHouseWarehouse(
            new ClickHouse(TestServers.clickHouse(TestServers.clickHousePort(), name)))) {
      for (int shard = 0; shard < 2; shard++) {
        // What it said to be stale is below a base that its successor made meanwhile.
        Version below = Version.of(1, 1000 + shard);
        String part = zombie.partsToSweep(relation, shard, below).get(0);
        zombie.sweep(relation, shard, below, part, new Segment(1, 1));
      }
    }
    clickHouse.execute("OPTIMIZE TABLE l3_power_joined FINAL", Map.of());
    sink();
    awaitExact();
  }

  @Test
  void shouldSweepWhateverIsCutMeanwhile() throws Exception {
    try (Wire wire = new Wire(TestServers.clickHousePort())) {
      sink(wire.port());
      for (int round = 0; round < 5; round++) {
        sendNew(0, 2000);
        for (int id = 0; id < 24; id++) {
          send('c', 5000 + id, reading(MONDAY + id * 31 * 24 * HOUR, id, 2));
        }
        awaitExact();
        truncate();
        sendNew(round * 100, 1000);
        for (int i = 0; i < 8; i++) {
          wire.cut();
          wire.mend();
          clickHouse.rows("SELECT sleep(0.1)");
        }
        awaitExact();
        truncate();
      }
    }
  }

  @Test
  void shouldReplayAnOpenIntent() throws Exception {
    Sink first = sink();
    sendNew(0, 300);
    awaitExact();
    first.close();
    sendNew(300, 400);
    send('u', 7, reading(MONDAY, 5, 20));
    producer.flush();
    // What a writer leaves that dies in its insert: an intent, some plain rows, nothing recorded.
    leaveIntent();
    clickHouse.execute(
        """
        INSERT INTO l3_power_joined
        SELECT timestamp, device_id, customer_id, building_type, latitude, longitude,
               power_usage_kWh, _key + 300, _shard, _version + 1, 0, 0, _seg, 0, []
        FROM l3_power_joined WHERE _key < 50
        """,
        Map.of("async_insert", "0"));
    expected.keySet().removeIf(id -> id >= 300 && id < 350);
    for (long id = 300; id < 350; id++) {
      send('d', id, null);
    }
    producer.flush();
    sink();
    awaitExact();
  }

  private void leaveIntent() {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("group.id", name);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (int shard = 0; shard < 2; shard++) {
        TopicPartition partition = new TopicPartition(name, shard);
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        Intent intent = Intent.parse(committed.metadata()).orElseThrow();
        consumer.commitSync(
            Map.of(
                partition,
                new OffsetAndMetadata(
                    committed.offset(),
                    new Intent(
                            intent.topicId(),
                            intent.segment(),
                            committed.offset() + 40,
                            List.of(new OffsetRange(committed.offset(), committed.offset() + 40)))
                        .metadata())));
      }
    }
  }

  @Test
  void shouldGoOnWhereItStoodWhenClickHouseComesBack() throws Exception {
    try (Wire wire = new Wire(TestServers.clickHousePort())) {
      Sink sink = sink(wire.port());
      sendNew(0, 1000);
      awaitExact();
      wire.cut();
      sendNew(1000, 3000);
      await().atMost(LIMIT).until(() -> sink.status().state() == Status.State.WAITING);
      wire.mend();
      awaitExact();
      // The rows that were begun may be there before the sink could hear of it.
      await().atMost(LIMIT).until(() -> sink.status().state() == Status.State.RUNNING);
      for (int i = 0; i < 10; i++) {
        wire.cut();
        sendNew(3000 + i * 200, 3200 + i * 200);
        wire.mend();
      }
      awaitExact();
    }
  }

  @Test
  void shouldShareTheShardsWithASecondSinkAndLoseNothing() {
    sink();
    sendNew(0, 500);
    Sink second = sink();
    sendNew(500, 1500);
    awaitExact();
    second.close();
    sendNew(1500, 2000);
    awaitExact();
  }

  @Test
  void shouldKeepUndecodableRecordsAndGoOn() {
    sink();
    sendNew(0, 10);
    producer.send(
        new ProducerRecord<>(
            name, 0, keys.encode(new Object[] {77L}), "junk".getBytes(StandardCharsets.UTF_8)));
    sendNew(10, 20);
    awaitExact();
    Map<String, Object> properties = new HashMap<>(kafka);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition letters = new TopicPartition(name + DeadLetters.SUFFIX, 0);
      await().atMost(LIMIT).until(() -> !consumer.partitionsFor(letters.topic()).isEmpty());
      consumer.assign(List.of(letters));
      consumer.seekToBeginning(List.of(letters));
      var records = consumer.poll(Duration.ofSeconds(10)).records(letters);
      assertThat(records).hasSize(1);
      assertThat(records.get(0).value()).asString(StandardCharsets.UTF_8).isEqualTo("junk");
      assertThat(new String(records.get(0).headers().lastHeader("reason").value()))
          .contains("not JSON");
      assertThat(new String(records.get(0).headers().lastHeader("source").value()))
          .startsWith(name + "-0@");
    }
    assertThat(meters.get("prejoin.dead.letters").tag("role", "sink").counter().count())
        .isEqualTo(1);
  }
}
