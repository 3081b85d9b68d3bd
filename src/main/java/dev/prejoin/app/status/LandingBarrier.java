package dev.prejoin.app.status;

import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.LogPosition;
import dev.prejoin.capture.SlotCheck;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.topology.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A moment of a run that goes on: what the source has committed by then can be waited for, from
 * PostgreSQL's log through every topic into ClickHouse.
 */
public final class LandingBarrier implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Longer than any part takes to come back. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Offsets of markers and aborted records behind the last record: no more are looked through. */
  private static final long MOST_MARKERS = 1_000;

  private final StatusSettings settings;
  private final KafkaStanding kafka;

  public LandingBarrier(StatusSettings settings) {
    this.settings = settings;
    this.kafka = new KafkaStanding(settings.kafka());
  }

  /** Offsets, by topic and partition. */
  private record Offsets(Map<TopicPartition, Long> byPartition) {}

  /**
   * Where the topics of all sources end now.
   *
   * @return topic to partition to the offset behind the last committed record
   * @throws ProblemException if Kafka does not answer
   */
  public Map<String, Map<Integer, Long>> ends() {
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    asked(() -> endsOf(sources()))
        .byPartition()
        .forEach(
            (at, end) ->
                ends.computeIfAbsent(at.topic(), topic -> new TreeMap<>())
                    .put(at.partition(), end));
    return ends;
  }

  /**
   * Waits until all that the source has committed by now has landed.
   *
   * @param progress told what is waited for
   * @throws ProblemException if a part does not move on, or a server does not answer
   */
  public void await(Consumer<String> progress) {
    awaitCapture(progress);
    awaitViews(progress);
    // Rows that are restated may change a dimension that a view makes, which changes other rows;
    // and so on, but no further than through each dimension.
    for (int left = settings.restated().size(); left > 0; left--) {
      Offsets restated = awaitRestating(progress);
      awaitViews(progress);
      if (restated.equals(restated()) && behind(restating(), landedDimensions()).isEmpty()) {
        return;
      }
    }
  }

  /**
   * Waits until all that the sources' topics have by now has landed.
   *
   * @param progress told what is waited for
   * @throws ProblemException if a part does not move on, or a server does not answer
   */
  public void awaitLanded(Consumer<String> progress) {
    awaitViews(progress);
  }

  private void awaitViews(Consumer<String> progress) {
    for (Stage stage : settings.stages()) {
      awaitGroup(
          stage.applicationId(settings.applicationId()),
          "the topology",
          asked(
              () ->
                  endsOf(stage.facts().stream().map(source -> source.relation().name()).toList())),
          progress);
    }
    awaitGroup(settings.sinkGroup(), "the sink", asked(() -> endsOf(settings.landed())), progress);
  }

  /** Waits until all changes of dimensions that have landed are in the rows of history. */
  private Offsets awaitRestating(Consumer<String> progress) {
    awaitGroup(settings.restateGroup(), "restating", landedDimensions(), progress);
    return restated();
  }

  private GroupStanding restating() {
    return asked(() -> kafka.group(settings.restateGroup(), restatedTopics()));
  }

  private Offsets restated() {
    return committed(restating());
  }

  private Offsets landedDimensions() {
    return committed(asked(() -> kafka.group(settings.sinkGroup(), restatedTopics())));
  }

  private static Offsets committed(GroupStanding group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (GroupStanding.Position at : group.positions()) {
      offsets.put(new TopicPartition(at.topic(), at.partition()), Math.max(0, at.committed()));
    }
    return new Offsets(offsets);
  }

  private List<String> restatedTopics() {
    return settings.restated().stream().map(Relation::name).toList();
  }

  private void awaitCapture(Consumer<String> progress) {
    CaptureSettings capture = settings.capture();
    Optional<CaptureProgress> state =
        asked(() -> CaptureProgress.read(settings.kafka(), capture.offsetsTopic(), capture.name()));
    if (state.filter(CaptureProgress::snapshotCompleted).isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "a snapshot of capture %s is not complete: ./prejoin status tells how far it is"
              .formatted(capture.name()));
    }
    Optional<String> missing = asked(() -> SlotCheck.missing(capture));
    if (missing.isPresent()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, missing.get());
    }
    long wanted = LogPosition.read(capture).written();
    Patience patience = new Patience("the capture");
    while (true) {
      LogPosition position = LogPosition.read(capture);
      if (position.captured().isEmpty()) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "PostgreSQL has no replication slot %s any more".formatted(capture.slot()));
      }
      long left = wanted - position.captured().getAsLong();
      if (left <= 0) {
        return;
      }
      progress.accept("Waiting for the capture: %,d bytes of PostgreSQL's log".formatted(left));
      patience.pause(left);
    }
  }

  private void awaitGroup(String group, String name, Offsets ends, Consumer<String> progress) {
    List<String> topics = ends.byPartition().keySet().stream().map(TopicPartition::topic).toList();
    Patience patience = new Patience(name);
    long before = -1;
    while (true) {
      Map<TopicPartition, Span> behind = behind(asked(() -> kafka.group(group, topics)), ends);
      long left = behind.values().stream().mapToLong(span -> span.to() - span.from()).sum();
      if (left == 0 || (left == before && asked(() -> onlyMarkers(behind)))) {
        return;
      }
      before = left;
      progress.accept("Waiting for %s: %,d records".formatted(name, left));
      patience.pause(left);
    }
  }

  private static Map<TopicPartition, Span> behind(GroupStanding group, Offsets ends) {
    Map<TopicPartition, Span> behind = new HashMap<>();
    for (GroupStanding.Position at : group.positions()) {
      TopicPartition partition = new TopicPartition(at.topic(), at.partition());
      long committed = Math.max(0, at.committed());
      long end = ends.byPartition().getOrDefault(partition, 0L);
      if (committed < end) {
        behind.put(partition, new Span(committed, end));
      }
    }
    return behind;
  }

  /** No group commits past the markers behind the last record. */
  private boolean onlyMarkers(Map<TopicPartition, Span> behind) {
    if (behind.values().stream().anyMatch(span -> span.to() - span.from() > MOST_MARKERS)) {
      return false;
    }
    AtomicBoolean any = new AtomicBoolean();
    new TopicRecords(settings.kafka(), progress -> {}).read(behind, record -> any.set(true));
    return !any.get();
  }

  private List<String> sources() {
    return settings.plans().stream()
        .flatMap(plan -> plan.sources().stream())
        .map(source -> source.relation().name())
        .distinct()
        .toList();
  }

  private Offsets endsOf(List<String> topics) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    kafka.spans(topics).forEach((at, span) -> ends.put(at, span.to()));
    return new Offsets(ends);
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka at %s: %s".formatted(settings.kafka().get("bootstrap.servers"), e.getMessage()));
    }
  }

  @Override
  public void close() {
    kafka.close();
  }

  /** Gives up when what is left stays the same. */
  private static final class Patience {
    private final String name;
    private long left = -1;
    private long since;

    Patience(String name) {
      this.name = name;
    }

    void pause(long nowLeft) {
      if (nowLeft != left) {
        left = nowLeft;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "%s has not moved on for %d seconds: ./prejoin status tells where each part stands"
                .formatted(name, PATIENCE.toSeconds()));
      }
      try {
        Thread.sleep(LOOK_EVERY.toMillis());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }
}
