package dev.prejoin.topology;

import dev.prejoin.plan.View;
import dev.prejoin.runtime.KafkaAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Finds out whether a stage's views have left results in their topics before. */
public final class Results {
  private final Admin admin;

  private Results(Admin admin) {
    this.admin = admin;
  }

  /**
   * Up to where each source may have been read: to its end, where a view fed by it has written
   * something, ever.
   *
   * @param applicationId the stage's own
   * @throws KafkaException if Kafka does not tell
   */
  public static ReadBefore of(Stage stage, String applicationId, Map<String, String> kafka) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    try (Admin admin = Admin.create(new HashMap<>(kafka))) {
      Results results = new Results(admin);
      for (String source : stage.facts().stream().map(fact -> fact.relation().name()).toList()) {
        if (results.areIn(targets(stage, source))) {
          ends.putAll(results.ends(Set.of(source)));
        }
      }
    }
    return new OnBrokers(applicationId, kafka, ends);
  }

  /** What the stage writes of a source, by any chain of views. */
  private static Set<String> targets(Stage stage, String source) {
    Set<String> streams = new HashSet<>(Set.of(source));
    Set<String> written = new HashSet<>();
    for (View view : stage.views()) {
      if (streams.contains(view.from().name())) {
        streams.add(view.target().name());
        if (stage.writes(view)) {
          written.add(view.target().name());
        }
      }
    }
    return written;
  }

  private boolean areIn(Set<String> topics) {
    return ends(topics).values().stream().anyMatch(end -> end > 0);
  }

  private Map<TopicPartition, Long> ends(Set<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic :
        KafkaAnswer.of(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    }
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    KafkaAnswer.of(admin.listOffsets(latest).all())
        .forEach((at, found) -> ends.put(at, found.offset()));
    return ends;
  }
}
