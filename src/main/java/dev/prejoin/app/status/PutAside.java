package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import dev.prejoin.schema.TopicNames;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What is in topics of rejects or dead letters now: each place of the source once, and none that
 * was replayed and let through. It is told each record of a partition in its order.
 */
public final class PutAside {
  private static final String CAPTURED = " op=";

  /** By topic, with the source's partition: the place, and when the source committed it. */
  private final Map<TopicPartition, LongLongHashMap> places = new HashMap<>();

  /** By topic: where those came from that came from no record of a source, with a count each. */
  private final Map<String, Map<String, Long>> others = new TreeMap<>();

  private final Set<String> sources;

  /**
   * Nothing yet.
   *
   * @param sources the topics of the sources
   */
  public PutAside(Set<String> sources) {
    this.sources = Set.copyOf(sources);
  }

  /** Told each place that is there. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * A place that is there.
     *
     * @param topic of rejects or dead letters
     * @param partition of the source
     * @param place the offset in the source
     * @param at when the source committed it, in ms since 1970
     */
    void visit(String topic, int partition, long place, long at);
  }

  /**
   * Which record of a source a letter or reject tells of.
   *
   * @param id the same for all that tell of it in a topic
   * @param ended whether it is no longer put aside
   */
  public record Told(String id, boolean ended) {}

  /** Empty if it tells of no record of a source. */
  public static Optional<Told> of(ConsumerRecord<byte[], byte[]> record, Set<String> sources) {
    return Aside.of(record, sources)
        .map(
            aside ->
                new Told(
                    "%s-%d@%d".formatted(aside.topic(), aside.partition(), aside.place()),
                    aside.ended()));
  }

  /** Why a record was put aside; empty if nobody said. */
  public static String reason(ConsumerRecord<byte[], byte[]> record) {
    return Aside.header(record, TopicNames.REASON_HEADER);
  }

  /** What was put aside; empty if nobody said. */
  public static String source(ConsumerRecord<byte[], byte[]> record) {
    return Aside.header(record, TopicNames.SOURCE_HEADER);
  }

  /** Takes the next record. */
  public void read(ConsumerRecord<byte[], byte[]> record) {
    Optional<Aside> aside = Aside.of(record, sources);
    if (aside.isEmpty()) {
      String from = Aside.header(record, TopicNames.SOURCE_HEADER);
      int captured = from.indexOf(CAPTURED);
      others
          .computeIfAbsent(record.topic(), topic -> new TreeMap<>())
          .merge(captured < 0 ? "" : from.substring(0, captured), 1L, Long::sum);
      return;
    }
    LongLongHashMap there =
        places.computeIfAbsent(
            new TopicPartition(record.topic(), aside.get().partition()),
            at -> new LongLongHashMap());
    if (aside.get().ended()) {
      there.remove(aside.get().place());
    } else {
      there.put(aside.get().place(), record.timestamp());
    }
  }

  public void forEach(Visitor visitor) {
    places.forEach(
        (at, there) -> {
          for (LongLongCursor each : there) {
            visitor.visit(at.topic(), at.partition(), each.key, each.value);
          }
        });
  }

  /** How many there are, by topic; those without any are left out. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    others.forEach(
        (topic, from) ->
            counts.put(topic, from.values().stream().mapToLong(Long::longValue).sum()));
    places.forEach((at, there) -> counts.merge(at.topic(), (long) there.size(), Long::sum));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /**
   * Those that came from no record of a source, by topic and by the table whose change capture
   * could not write; the table is empty for what somebody else wrote.
   */
  public Map<String, Map<String, Long>> others() {
    return Collections.unmodifiableMap(others);
  }
}
