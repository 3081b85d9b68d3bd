package dev.prejoin.app;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.Span;
import dev.prejoin.console.NodeDetail.Partition;
import dev.prejoin.console.NodeDetail.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What Kafka tells of topics: how much they have, how fast they grow, and how far is read. */
final class KafkaTraffic implements AutoCloseable {
  private static final Duration UNSEEN = Duration.ofMinutes(1);

  /**
   * What is known.
   *
   * @param topics by name
   * @param away why it is not of now; null if it is
   */
  record Known(Map<String, Standing> topics, @Nullable String away) {
    Known {
      topics = Map.copyOf(topics);
    }

    /** Records that a part has still to read of some topics; -1 if it reads none of them. */
    long lag(Set<String> of, String reader) {
      return topics.entrySet().stream()
          .filter(topic -> of.contains(topic.getKey()))
          .flatMap(topic -> topic.getValue().partitions().stream())
          .flatMap(partition -> partition.readers().stream())
          .filter(each -> each.name().equals(reader))
          .mapToLong(Reader::lag)
          .reduce(-1, (sum, lag) -> Math.max(sum, 0) + lag);
    }
  }

  /** A topic. */
  record Standing(List<Partition> partitions, double perSecond) {
    Standing {
      partitions = List.copyOf(partitions);
    }

    long records() {
      return partitions.stream().mapToLong(each -> each.end() - each.begin()).sum();
    }

    /** Of all partitions together. */
    long end() {
      return partitions.stream().mapToLong(Partition::end).sum();
    }

    long lag() {
      return partitions.stream()
          .flatMap(partition -> partition.readers().stream())
          .mapToLong(Reader::lag)
          .sum();
    }
  }

  /**
   * A consumer group.
   *
   * @param part what it is, for people: topology, sink and the like
   */
  record Group(String part, String id, List<String> topics) {
    Group {
      topics = List.copyOf(topics);
    }
  }

  private final List<String> topics;
  private final List<Group> groups;
  private final Map<String, TopicCourse> courses = new ConcurrentHashMap<>();
  private final RowRates rates = new RowRates();
  private final Watch watch;
  private volatile Known known = new Known(Map.of(), null);

  /** It asks nothing before it is started. */
  KafkaTraffic(Map<String, String> kafka, List<String> topics, List<Group> groups) {
    this.topics = List.copyOf(topics);
    this.groups = List.copyOf(groups);
    watch =
        new Watch(
            "traffic",
            Optional.of(UNSEEN),
            () -> new Asking(new KafkaStanding(kafka)),
            () -> known = new Known(known.topics(), "Kafka does not answer"));
  }

  void start() {
    watch.start();
  }

  /** At once, what was read last. */
  Known known() {
    watch.look();
    return known;
  }

  /** How a topic has grown, as far as this process has seen it. */
  TopicCourse course(String topic) {
    return courses.computeIfAbsent(topic, name -> new TopicCourse());
  }

  private final class Asking implements Watch.Asking {
    private final KafkaStanding kafka;

    Asking(KafkaStanding kafka) {
      this.kafka = kafka;
    }

    @Override
    public void ask() {
      Map<TopicPartition, Span> spans = kafka.spans(topics);
      Map<Group, Map<TopicPartition, Long>> committed = new HashMap<>();
      groups.forEach(group -> committed.put(group, kafka.committed(group.id())));
      Instant now = Instant.now();
      Map<String, Standing> standings = standings(spans, committed, now);
      standings.forEach((topic, at) -> course(topic).add(now, at.end(), at.lag()));
      known = new Known(standings, null);
    }

    @Override
    public void close() {
      kafka.close();
    }
  }

  private Map<String, Standing> standings(
      Map<TopicPartition, Span> spans,
      Map<Group, Map<TopicPartition, Long>> committed,
      Instant now) {
    Map<String, List<Partition>> partitions = new TreeMap<>();
    spans.forEach(
        (at, span) ->
            partitions
                .computeIfAbsent(at.topic(), topic -> new ArrayList<>())
                .add(
                    new Partition(
                        at.partition(), span.from(), span.to(), readers(at, span, committed))));
    Map<String, Standing> standings = new TreeMap<>();
    partitions.forEach(
        (topic, all) ->
            standings.put(
                topic,
                new Standing(
                    all, rates.of(topic, all.stream().mapToLong(Partition::end).sum(), now))));
    return standings;
  }

  private static List<Reader> readers(
      TopicPartition at, Span span, Map<Group, Map<TopicPartition, Long>> committed) {
    List<Reader> readers = new ArrayList<>();
    committed.forEach(
        (group, offsets) -> {
          if (group.topics().contains(at.topic())) {
            long offset = offsets.getOrDefault(at, -1L);
            readers.add(new Reader(group.part(), offset, lag(offset, span)));
          }
        });
    return readers;
  }

  /** Without the marker of a transaction, which stands behind the last record. */
  static long lag(long committed, Span span) {
    long left = span.to() - Math.max(committed, span.from());
    return left <= 1 ? 0 : left;
  }

  @Override
  public void close() {
    watch.close();
  }
}
