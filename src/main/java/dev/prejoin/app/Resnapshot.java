package dev.prejoin.app;

import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.SnapshotRequest;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;

/** Asks the capture, wherever it runs, to snapshot tables anew. */
public final class Resnapshot {
  private Resnapshot() {}

  /**
   * What was asked for.
   *
   * @param tables that will be snapshotted anew
   * @param passedOver where the topology will go on behind records that are gone, in words
   */
  public record Request(Collection<String> tables, List<String> passedOver) {
    public Request {
      tables = List.copyOf(tables);
      passedOver = List.copyOf(passedOver);
    }
  }

  /**
   * Leaves the request in Kafka, where the capture finds it; then lets the topology pass over
   * records of these tables that are gone from their topics.
   *
   * @param names of tables or of the topics that they fill; none for all
   * @throws ProblemException if one is not captured, if there is no capture, if records are gone
   *     and the topology runs all the same, or if Kafka does not answer
   */
  public static Request request(Settings settings, List<String> names) {
    try {
      Map<String, CaptureProgress.Table> captured = captured(settings);
      Set<String> tables = chosen(captured, names);
      new SnapshotRequest(names.isEmpty() ? Set.of() : tables)
          .send(settings.kafka(), KafkaTopics.CAPTURE_OFFSETS, settings.captureName());
      // After it: should this end in between, nothing is passed over that is not read again.
      Set<String> topics = new TreeSet<>(captured.keySet());
      topics.removeIf(topic -> !tables.contains(table(captured, topic)));
      return new Request(tables, GonePositions.passOver(settings, topics));
    } catch (KafkaException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka at %s does not take the request: %s"
              .formatted(settings.kafka().getOrDefault("bootstrap.servers", ""), e.getMessage()));
    }
  }

  private static String table(Map<String, CaptureProgress.Table> captured, String topic) {
    return Objects.requireNonNull(captured.get(topic)).table();
  }

  private static Map<String, CaptureProgress.Table> captured(Settings settings) {
    Optional<CaptureProgress> progress =
        CaptureProgress.read(settings.kafka(), KafkaTopics.CAPTURE_OFFSETS, settings.captureName());
    if (progress.isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "capture %s has never run: it takes its first snapshot by itself when it does"
              .formatted(settings.captureName()));
    }
    return progress.get().tables();
  }

  /** The tables that are named, or all. */
  static Set<String> chosen(Map<String, CaptureProgress.Table> captured, List<String> names) {
    Set<String> all = new TreeSet<>();
    captured.values().forEach(table -> all.add(table.table()));
    if (names.isEmpty()) {
      return all;
    }
    Set<String> chosen = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      CaptureProgress.Table byTopic = captured.get(name);
      if (byTopic != null) {
        chosen.add(byTopic.table());
      } else if (all.contains(name)) {
        chosen.add(name);
      } else {
        problems.add(
            "no table %s is captured; those that are: %s".formatted(name, String.join(", ", all)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return chosen;
  }
}
