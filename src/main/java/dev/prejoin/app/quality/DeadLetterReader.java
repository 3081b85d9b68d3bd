package dev.prejoin.app.quality;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.PutAside;
import dev.prejoin.app.status.Span;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.app.status.TopicRecords;
import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.DeadLetters.Group;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.schema.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is put aside as dead letters now: of each partition the newest records, as many as a
 * page may ask for.
 */
final class DeadLetterReader {
  private static final long MOST_RECORDS = 10_000;
  private static final Duration LONGEST = Duration.ofSeconds(6);

  private final StatusSettings settings;

  /** The topics of dead letters whose records can be sent again: those of facts. */
  private final Set<String> replayable = new HashSet<>();

  DeadLetterReader(StatusSettings settings) {
    this.settings = settings;
    for (Plan plan : settings.plans()) {
      for (View view : plan.views()) {
        replayable.add(TopicNames.deadLetters(plan.facts(view).relation().name()));
        replayable.add(TopicNames.deadLetters(view.target().name()));
      }
    }
  }

  /** Reads once. */
  DeadLetters read() {
    Instant now = Instant.now();
    try (KafkaStanding kafka = new KafkaStanding(settings.kafka())) {
      Map<TopicPartition, Span> all = kafka.spans(settings.deadLetters());
      all.values().removeIf(span -> span.from() >= span.to());
      Map<TopicPartition, Span> newest = newest(all, MOST_RECORDS);
      Map<String, Letter> letters = new LinkedHashMap<>();
      boolean whole =
          new TopicRecords(settings.kafka(), line -> {})
              .read(newest, LONGEST, record -> take(record, letters));
      List<Group> groups = LetterGroups.of(letters.values());
      List<Group> shown = groups.subList(0, Math.min(groups.size(), LetterGroups.MOST_GROUPS));
      return new DeadLetters(
          now,
          size(newest),
          size(all),
          shown,
          groups.size() - shown.size(),
          limit(whole, newest, all));
    }
  }

  /** Of the records of a place the last one holds. */
  private void take(ConsumerRecord<byte[], byte[]> record, Map<String, Letter> letters) {
    PutAside.of(record, settings.facts())
        .ifPresentOrElse(
            place -> {
              letters.remove(place.id());
              if (!place.ended()) {
                letters.put(place.id(), Letter.of(record, replayable.contains(record.topic())));
              }
            },
            () ->
                letters.put(
                    "%s-%d@%d of no record"
                        .formatted(record.topic(), record.partition(), record.offset()),
                    Letter.of(record, false)));
  }

  private static @Nullable String limit(
      boolean whole, Map<TopicPartition, Span> read, Map<TopicPartition, Span> all) {
    if (!whole) {
      return "reading them took longer than " + LONGEST.toSeconds() + " s";
    }
    return size(read) < size(all)
        ? "there are more than %,d; the newest of each partition were read".formatted(MOST_RECORDS)
        : null;
  }

  private static long size(Map<TopicPartition, Span> spans) {
    return spans.values().stream().mapToLong(span -> span.to() - span.from()).sum();
  }

  /** The last of each partition: what small ones do not need is for the large ones. */
  static Map<TopicPartition, Span> newest(Map<TopicPartition, Span> all, long most) {
    Map<TopicPartition, Span> newest = new TreeMap<>(KafkaStanding.ORDER);
    List<Map.Entry<TopicPartition, Span>> bySize =
        all.entrySet().stream()
            .sorted(Comparator.comparingLong(one -> one.getValue().to() - one.getValue().from()))
            .toList();
    long left = most;
    for (int i = 0; i < bySize.size(); i++) {
      Span span = bySize.get(i).getValue();
      long share = Math.min(span.to() - span.from(), left / (bySize.size() - i));
      left -= share;
      newest.put(bySize.get(i).getKey(), new Span(span.to() - share, span.to()));
    }
    return newest;
  }
}
