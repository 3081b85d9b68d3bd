package dev.prejoin.topology;

import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology of a plan in this process, without a server: what is sent comes out at once. */
public final class TrialRun implements AutoCloseable {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Path state;
  private final TopologyTestDriver driver;
  private Instant now = BEGIN;

  /**
   * A record that came out.
   *
   * @param headers as text
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Output(byte[] key, byte @Nullable [] value, Map<String, String> headers) {}

  private TrialRun(Path state, TopologyTestDriver driver) {
    this.state = state;
    this.driver = driver;
  }

  /** A run that has met no record yet. */
  public static TrialRun of(Plan plan, RowCodecs codecs) {
    try {
      Path state = Files.createTempDirectory("prejoin-trial");
      Properties properties = new Properties();
      properties.put("application.id", "trial");
      properties.put("bootstrap.servers", "127.0.0.1:1");
      properties.put("state.dir", state.toString());
      return new TrialRun(
          state,
          new TopologyTestDriver(
              TopologyBuilder.build(plan, codecs, new SimpleMeterRegistry()), properties, BEGIN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a record of a source, a millisecond after the one before. */
  public void send(String topic, byte[] key, byte @Nullable [] value, Origin origin) {
    Headers headers = new RecordHeaders().add(Origin.HEADER, origin.toBytes());
    now = now.plus(Duration.ofMillis(1));
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, now));
  }

  /** What came out in a topic of the plan since it was last asked for. */
  public List<Output> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(record -> new Output(record.key(), record.value(), headers(record)))
        .toList();
  }

  private static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }

  @Override
  public void close() {
    driver.close();
    try (Stream<Path> paths = Files.walk(state)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
