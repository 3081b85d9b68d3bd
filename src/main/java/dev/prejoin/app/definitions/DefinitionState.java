package dev.prejoin.app.definitions;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.TopicRecords;
import dev.prejoin.schema.RunningDefinition;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What {@link TopicNames#DEFINITIONS} says: it is told all records in their order. */
public final class DefinitionState {
  private record Task(String application, String target, int partition) {}

  /** The newest last; each definition is there once. */
  private final Map<Task, List<RunningDefinition>> running = new HashMap<>();

  private final Map<String, Made> made = new HashMap<>();
  private final Map<String, RestateRequest> requests = new HashMap<>();
  private final Map<String, RestateWork> work = new HashMap<>();

  /**
   * What is committed now; nothing if the topic is not there.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static DefinitionState read(Map<String, String> kafka) {
    DefinitionState state = new DefinitionState();
    try (KafkaStanding standing = new KafkaStanding(kafka)) {
      new TopicRecords(kafka, progress -> {})
          .read(standing.spans(Set.of(TopicNames.DEFINITIONS)), state::take);
    }
    return state;
  }

  /** Takes the next record. */
  public void take(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (record.key() == null || value == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (key.startsWith(DefinitionRecords.MADE)) {
      DefinitionRecords.made(value).ifPresent(of -> made.put(rest(key), of));
    } else if (key.startsWith(DefinitionRecords.REQUEST)) {
      DefinitionRecords.request(value).ifPresent(of -> requests.put(rest(key), of));
    } else if (key.startsWith(DefinitionRecords.WORK)) {
      DefinitionRecords.work(value).ifPresent(of -> work.put(rest(key), of));
    } else {
      RunningDefinition.parse(record.key(), value).ifPresent(this::take);
    }
  }

  private static String rest(String key) {
    return key.substring(key.indexOf(' ') + 1);
  }

  private void take(RunningDefinition definition) {
    List<RunningDefinition> of =
        running.computeIfAbsent(
            new Task(definition.application(), definition.target(), definition.partition()),
            task -> new ArrayList<>());
    of.removeIf(other -> other.fingerprint() == definition.fingerprint());
    of.add(definition);
  }

  /** By which definition a task makes a view's rows. */
  public Optional<RunningDefinition> running(String application, String target, int partition) {
    return fromEnd(application, target, partition, 1);
  }

  /** By which another one it did before. */
  Optional<RunningDefinition> former(String application, String target, int partition) {
    return fromEnd(application, target, partition, 2);
  }

  private Optional<RunningDefinition> fromEnd(
      String application, String target, int partition, int last) {
    List<RunningDefinition> of =
        running.getOrDefault(new Task(application, target, partition), List.of());
    return of.size() < last ? Optional.empty() : Optional.of(of.get(of.size() - last));
  }

  /** Whether tasks of an application have told of a view. */
  boolean knows(String application, String target) {
    return running.keySet().stream()
        .anyMatch(task -> task.application.equals(application) && task.target.equals(target));
  }

  /** Up to where a view's rows of history are of a definition. */
  public Optional<Made> made(String target) {
    return Optional.ofNullable(made.get(target));
  }

  /** What is asked for rows of a source, done or not. */
  public Optional<RestateRequest> request(String source) {
    return Optional.ofNullable(requests.get(source));
  }

  /** What is asked and not done. */
  public Optional<RestateRequest> open(String source) {
    return request(source)
        .filter(
            request ->
                !request.targets().isEmpty()
                    && work(source)
                        .filter(done -> done.request().equals(request.id()) && done.done())
                        .isEmpty());
  }

  /** How far the last request for rows of a source has come. */
  public Optional<RestateWork> work(String source) {
    return Optional.ofNullable(work.get(source));
  }
}
