package dev.prejoin.app.resend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.TopicRecords;
import dev.prejoin.devstack.SharedDevStack;
import dev.prejoin.schema.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a record is sent only if nothing of its row stands before it, by Kafka itself. */
class SenderIT {
  private final String topic = "replay-" + UUID.randomUUID();
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private final Map<String, String> kafka =
      Map.of("bootstrap.servers", SharedDevStack.get().kafkaBootstrapServers());

  private KafkaProducer<byte[], byte[]> capture;
  private Sender<Sent> sender;

  @BeforeEach
  void start() throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
      admin
          .createTopics(
              List.of(
                  // The records' times are long ago: Kafka's retention would delete them.
                  new NewTopic(topic, Optional.of(1), Optional.empty())
                      .configs(Map.of("retention.ms", "-1"))))
          .all()
          .get();
    }
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("transactional.id", topic + "-capture");
    capture = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    capture.initTransactions();
    capture.beginTransaction();
    write("a", "1");
    write("b", "1");
    capture.commitTransaction();
    sender = new Sender<>(kafka, topic, KeyReading.BYTES);
  }

  @AfterEach
  void stop() {
    sender.close();
    capture.close();
  }

  private void write(String key, String row) throws Exception {
    capture
        .send(new ProducerRecord<>(topic, 0, 7L, key.getBytes(UTF_8), row.getBytes(UTF_8)))
        .get();
  }

  private List<ConsumerRecord<byte[], byte[]>> records() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaStanding standing = new KafkaStanding(kafka)) {
      new TopicRecords(kafka, line -> {}).read(standing.spans(List.of(topic)), records::add);
    }
    return records;
  }

  private List<String> rows() {
    return records().stream()
        .map(
            record -> {
              Header header = record.headers().lastHeader(Origin.HEADER);
              return new String(record.key(), UTF_8)
                  + new String(record.value(), UTF_8)
                  + (header == null ? "" : " " + new String(header.value(), UTF_8));
            })
        .toList();
  }

  /** Kafka answers a commit before readers of committed records see it. */
  private void awaitRows(String... rows) {
    await().untilAsserted(() -> assertThat(rows()).containsExactly(rows));
  }

  private List<Sent> pending() {
    awaitRows("a1", "b1");
    return records().stream().limit(2).map(record -> new Sent(record, false)).toList();
  }

  @Test
  void shouldSendWhatNothingStandsBefore() throws Exception {
    List<Sent> both = pending();
    capture.beginTransaction();
    write("c", "1");
    capture.commitTransaction();

    assertThat(sender.send(both, Map.of(partition, 3L))).isEmpty();

    awaitRows("a1", "b1", "c1", "a1 op=u inc=1 at=0", "b1 op=u inc=1 at=1");
    assertThat(records().get(3).timestamp()).isEqualTo(7);
    assertThat(both).extracting(Sent::offset).containsExactly(5L, 6L);
  }

  @Test
  void shouldSendNothingBehindAnotherChangeOfARowWhetherCommittedOrNot() throws Exception {
    List<Sent> both = pending();
    capture.beginTransaction();
    write("b", "2");

    assertThat(sender.send(both, Map.of(partition, 3L))).containsExactly(both.get(1));
    capture.commitTransaction();
    assertThat(sender.send(both, Map.of(partition, 3L))).containsExactly(both.get(1));
    awaitRows("a1", "b1", "b2");

    assertThat(sender.send(both.subList(0, 1), Map.of(partition, 3L))).isEmpty();
    awaitRows("a1", "b1", "b2", "a1 op=u inc=1 at=0");
  }

  @Test
  void shouldCommitNothingWhenAnotherHasBegun() {
    List<Sent> both = pending();
    try (Sender<Sent> later = new Sender<>(kafka, topic, KeyReading.BYTES)) {
      assertThatThrownBy(() -> sender.send(both, Map.of(partition, 3L)))
          .isInstanceOf(KafkaException.class);
      awaitRows("a1", "b1");

      assertThat(later.send(both, Map.of(partition, 3L))).isEmpty();
      awaitRows("a1", "b1", "a1 op=u inc=1 at=0", "b1 op=u inc=1 at=1");
    }
  }
}
