package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Announcer;
import dev.prejoin.runtime.KafkaReading;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What tasks have told in {@link TopicNames#LOOKUPS}. */
final class LookupPositions implements Tasks, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Pattern POSITION = Pattern.compile("(\\S+)=(-?\\d+)\\.\\.(-?\\d+)");

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Map<String, Told>> told = new HashMap<>();

  LookupPositions(Map<String, String> kafka) {
    consumer =
        new KafkaConsumer<>(
            KafkaReading.toAnEnd(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> only = List.of(new TopicPartition(TopicNames.LOOKUPS, 0));
    consumer.assign(only);
    consumer.seekToBeginning(only);
  }

  /** Takes what is new; false if nothing is. */
  boolean read() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.key() != null && record.value() != null) {
        Map<String, Told> positions = new HashMap<>();
        Matcher position = POSITION.matcher(text(record.value()));
        while (position.find()) {
          positions.put(
              position.group(1),
              new Told(Long.parseLong(position.group(2)), Long.parseLong(position.group(3))));
        }
        told.put(text(record.key()), positions);
      }
    }
    return !records.isEmpty();
  }

  @Override
  public Optional<Told> told(Announcer announcer, int partition, String dimension) {
    String key = "%s %s %d".formatted(announcer.application(), announcer.view(), partition);
    return Optional.ofNullable(told.getOrDefault(key, Map.of()).get(dimension));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
