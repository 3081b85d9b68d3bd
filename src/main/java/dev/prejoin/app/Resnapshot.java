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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;

/** Asks the capture, wherever it runs, to snapshot tables anew. */
public final class Resnapshot {
  private Resnapshot() {}

  /**
   * Leaves the request in Kafka, where the capture finds it.
   *
   * @param names of tables or of the topics that they fill; none for all
   * @return the tables that it is for
   * @throws ProblemException if one is not captured, if there is no capture, or if Kafka does not
   *     answer
   */
  public static Collection<String> request(Settings settings, List<String> names) {
    try {
      Set<String> tables = tables(settings, names);
      new SnapshotRequest(names.isEmpty() ? Set.of() : tables)
          .send(settings.kafka(), KafkaTopics.CAPTURE_OFFSETS, settings.captureName());
      return tables;
    } catch (KafkaException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka at %s does not take the request: %s"
              .formatted(settings.kafka().getOrDefault("bootstrap.servers", ""), e.getMessage()));
    }
  }

  private static Set<String> tables(Settings settings, List<String> names) {
    Optional<CaptureProgress> progress =
        CaptureProgress.read(settings.kafka(), KafkaTopics.CAPTURE_OFFSETS, settings.captureName());
    if (progress.isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "capture %s has never run: it takes its first snapshot by itself when it does"
              .formatted(settings.captureName()));
    }
    return chosen(progress.get().tables(), names);
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
