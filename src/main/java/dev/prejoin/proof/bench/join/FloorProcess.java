package dev.prejoin.proof.bench.join;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that any program between Kafka and ClickHouse does: it reads joined rows, turns them
 * into Native blocks and inserts those. It keeps no place, so a crash loses or doubles rows, and it
 * joins nothing.
 */
public final class FloorProcess {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int BLOCK_ROWS = 100_000;
  private static final long BLOCK_MS = 200;
  private static final int OK = 200;

  private FloorProcess() {}

  /**
   * Runs until it is ended.
   *
   * @param arguments where Kafka is, the topic, and the address to insert at
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    URI address = URI.create(arguments[2]);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                arguments[0],
                "group.id",
                arguments[1],
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                BLOCK_ROWS,
                "max.partition.fetch.bytes",
                8 << 20,
                "fetch.max.bytes",
                32 << 20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(arguments[1]));
      JoinedRows rows = new JoinedRows();
      long begun = System.nanoTime();
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          rows.add(record.value());
        }
        boolean due = System.nanoTime() - begun > BLOCK_MS * 1_000_000;
        if (rows.count() >= BLOCK_ROWS || (due && rows.count() > 0)) {
          insert(http, address, rows.block());
          rows.clear();
          begun = System.nanoTime();
        }
      }
    }
  }

  private static void insert(HttpClient http, URI address, byte[] block)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofByteArray(block))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("ClickHouse: " + answer.body().strip());
    }
  }
}
