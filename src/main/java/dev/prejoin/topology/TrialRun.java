package dev.prejoin.topology;

import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topologies of a plan in this process, without a server: what is sent comes out at once, and
 * what one stage makes of a dimension goes to the others.
 */
public final class TrialRun implements AutoCloseable {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Path state;
  private final Map<Stage, TopologyTestDriver> drivers;
  private final Map<String, List<Output>> handedOn = new HashMap<>();
  private Instant now = BEGIN;

  /**
   * A record that came out.
   *
   * @param key null for a marker
   * @param headers as text
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Output(
      byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {}

  private TrialRun(Path state, Map<Stage, TopologyTestDriver> drivers) {
    this.state = state;
    this.drivers = drivers;
  }

  /** A run that has met no record yet. */
  public static TrialRun of(Plan plan, RowCodecs codecs) {
    try {
      Path state = Files.createTempDirectory("prejoin-trial");
      Map<Stage, TopologyTestDriver> drivers = new LinkedHashMap<>();
      for (Stage stage : Stage.of(List.of(plan))) {
        Properties properties = new Properties();
        properties.put("application.id", stage.applicationId("trial"));
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("state.dir", state.toString());
        Topology topology = TopologyBuilder.build(stage, codecs, new SimpleMeterRegistry());
        drivers.put(stage, new TopologyTestDriver(topology, properties, BEGIN));
      }
      return new TrialRun(state, drivers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a record of a source, a millisecond after the one before. */
  public void send(String topic, byte @Nullable [] key, byte @Nullable [] value, Origin origin) {
    Headers headers = new RecordHeaders().add(Origin.HEADER, origin.toBytes());
    now = now.plusMillis(1);
    send(topic, new TestRecord<>(key, value, headers, now));
  }

  private void send(String topic, TestRecord<byte[], byte[]> record) {
    drivers.forEach(
        (stage, driver) -> {
          if (reads(stage, topic)) {
            driver
                .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
            stage.dimension().ifPresent(dimension -> handOn(dimension, driver));
          }
        });
  }

  private static boolean reads(Stage stage, String topic) {
    return Stream.concat(stage.facts().stream().map(Source::relation), stage.dimensions().stream())
        .anyMatch(relation -> relation.name().equals(topic));
  }

  private void handOn(String dimension, TopologyTestDriver from) {
    for (TestRecord<byte[], byte[]> record : records(from, dimension)) {
      handedOn.computeIfAbsent(dimension, name -> new ArrayList<>()).add(output(record));
      send(dimension, record);
    }
  }

  /** What came out in a topic of the plan since it was last asked for. */
  public List<Output> read(String topic) {
    List<Output> all = new ArrayList<>();
    List<Output> earlier = handedOn.remove(topic);
    if (earlier != null) {
      all.addAll(earlier);
    }
    drivers.values().forEach(d -> records(d, topic).forEach(r -> all.add(output(r))));
    return all;
  }

  private static List<TestRecord<byte[], byte[]>> records(TopologyTestDriver driver, String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private static Output output(TestRecord<byte[], byte[]> record) {
    return new Output(record.key(), record.value(), headers(record));
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
    drivers.values().forEach(TopologyTestDriver::close);
    try (Stream<Path> paths = Files.walk(state)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
