package dev.prejoin.app.replay;

import dev.prejoin.app.status.GroupStanding;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.Places;
import dev.prejoin.app.status.PutAside;
import dev.prejoin.app.status.Span;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.app.status.TopicRecords;
import dev.prejoin.plan.View;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.topology.Stage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Waits until what was sent has landed or was put aside again, and tells which. */
final class Aftermath {
  private static final long LOOK_AGAIN_MS = 200;

  private final StatusSettings settings;
  private final ReplayedViews views;
  private final KafkaStanding kafka;
  private final TopicRecords topics;
  private final Consumer<String> progress;

  /** Where each topic that rows go to ended before anything was sent. */
  private final Map<TopicPartition, Span> landing;

  private final Map<TopicPartition, Span> letters;

  /** What is known of a record that was sent. */
  private static final class Fate {
    private final Candidate candidate;
    private final BitSet landed = new BitSet();
    private final BitSet rejected = new BitSet();
    private boolean dead;

    Fate(Candidate candidate) {
      this.candidate = candidate;
    }
  }

  /** To be made before anything is sent. */
  Aftermath(
      StatusSettings settings,
      ReplayedViews views,
      KafkaStanding kafka,
      TopicRecords topics,
      Consumer<String> progress) {
    this.settings = settings;
    this.views = views;
    this.kafka = kafka;
    this.topics = topics;
    this.progress = progress;
    List<String> names = new ArrayList<>();
    for (View view : views.all()) {
      names.add(view.target().name());
      if (view.keepRejects()) {
        names.add(view.rejects());
      }
    }
    landing = ends(names);
    letters = ends(settings.deadLetters());
  }

  private Map<TopicPartition, Span> ends(List<String> names) {
    Map<TopicPartition, Span> ends = new HashMap<>();
    kafka.spans(names).forEach((at, span) -> ends.put(at, new Span(span.to(), span.to())));
    return ends;
  }

  /** Returns when all that were sent have come to their end. */
  ReplayReport.Outcome await(List<Candidate> candidates) {
    List<Fate> all = new ArrayList<>();
    Map<String, Fate> fates = new HashMap<>();
    Map<TopicPartition, Long> sent = new HashMap<>();
    for (Candidate candidate : candidates) {
      if (candidate.isSent()) {
        sent.merge(candidate.partition(), candidate.sentAt() + 1, Math::max);
      }
      if (candidate.isSent() && candidate.state() == Candidate.State.LAST) {
        Fate fate = new Fate(candidate);
        all.add(fate);
        fates.put(key(candidate.partition(), candidate.place()), fate);
        // A view that makes a dimension takes it for a change of now.
        fates.put(key(candidate.partition(), candidate.sentAt()), fate);
      }
    }
    for (Stage stage : settings.stages()) {
      List<String> read = stage.facts().stream().map(source -> source.relation().name()).toList();
      awaitGroup("topology", stage.applicationId(settings.applicationId()), read, sent);
    }
    Map<TopicPartition, Long> written = new HashMap<>();
    PutAside rejects = new PutAside(settings.facts());
    topics.read(
        kafka.spansAfter(landing),
        record -> {
          written.merge(
              new TopicPartition(record.topic(), record.partition()),
              record.offset() + 1,
              Math::max);
          row(record, fates, rejects);
        });
    written.keySet().removeIf(at -> !settings.landed().contains(at.topic()));
    awaitGroup("sink", settings.sinkGroup(), settings.landed(), written);
    PutAside dead = new PutAside(settings.facts());
    topics.read(kafka.spansAfter(letters), dead::read);
    putAside(rejects, dead, fates);
    return count(all);
  }

  private void awaitGroup(
      String role, String group, List<String> names, Map<TopicPartition, Long> wanted) {
    while (true) {
      GroupStanding standing = kafka.group(group, names);
      long behind =
          standing.positions().stream()
              .filter(
                  at ->
                      at.committed()
                          < wanted.getOrDefault(new TopicPartition(at.topic(), at.partition()), 0L))
              .count();
      if (behind == 0) {
        return;
      }
      progress.accept(
          "%s %s: %s"
              .formatted(
                  role,
                  group,
                  standing.members() == 0
                      ? "nobody runs it; what was sent waits there"
                      : "%,d waiting".formatted(standing.lag())));
      pause();
    }
  }

  private void row(
      ConsumerRecord<byte[], byte[]> record, Map<String, Fate> fates, PutAside rejects) {
    for (int view = 0; view < views.all().size(); view++) {
      View each = views.all().get(view);
      if (each.keepRejects() && each.rejects().equals(record.topic())) {
        rejects.read(record);
      } else if (each.target().name().equals(record.topic()) && record.value() != null) {
        String source = views.source(view).relation().name();
        TopicPartition partition = new TopicPartition(source, record.partition());
        Fate fate = fates.get(key(partition, Places.inSource(record)));
        if (fate != null) {
          fate.landed.set(view);
        }
      }
    }
  }

  private void putAside(PutAside rejects, PutAside dead, Map<String, Fate> fates) {
    Map<String, Integer> byTopic =
        views.all().stream()
            .filter(View::keepRejects)
            .collect(Collectors.toMap(View::rejects, views::number));
    rejects.forEach(
        (topic, partition, place, at) -> {
          int view = byTopic.getOrDefault(topic, 0);
          String source = views.source(view).relation().name();
          Fate fate = fates.get(key(new TopicPartition(source, partition), place));
          if (fate != null) {
            fate.rejected.set(view);
          }
        });
    dead.forEach(
        (topic, partition, place, at) ->
            views
                .sourceOf(topic.substring(0, topic.length() - TopicNames.deadLetters("").length()))
                .map(source -> new TopicPartition(source.relation().name(), partition))
                .map(source -> fates.get(key(source, place)))
                .ifPresent(fate -> fate.dead = true));
  }

  private ReplayReport.Outcome count(List<Fate> fates) {
    long landed = 0;
    long rejected = 0;
    long dead = 0;
    long filtered = 0;
    for (Fate fate : fates) {
      BitSet along = views.along(fate.candidate.views());
      if (fate.dead) {
        dead++;
      } else if (along.intersects(fate.rejected)) {
        rejected++;
      } else if (fate.landed.stream().anyMatch(view -> along.get(view) && views.isLast(view))) {
        landed++;
      } else {
        filtered++;
      }
    }
    return new ReplayReport.Outcome(landed, rejected, dead, filtered);
  }

  private static String key(TopicPartition partition, long place) {
    return partition + "@" + place;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
