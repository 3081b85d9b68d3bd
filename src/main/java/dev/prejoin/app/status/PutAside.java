package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import dev.prejoin.schema.TopicNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  /** By table: what capture could not write as a row, and that has no place therefore. */
  private final Map<String, Long> uncaptured = new TreeMap<>();

  private final Map<String, Long> uncapturedByTopic = new HashMap<>();

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

  /** Takes the next record. */
  public void read(ConsumerRecord<byte[], byte[]> record) {
    Optional<Aside> aside = Aside.of(record);
    if (aside.isEmpty()) {
      String table = Aside.header(record, TopicNames.SOURCE_HEADER).split(CAPTURED, 2)[0];
      uncaptured.merge(table, 1L, Long::sum);
      uncapturedByTopic.merge(record.topic(), 1L, Long::sum);
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
    Map<String, Long> counts = new TreeMap<>(uncapturedByTopic);
    places.forEach((at, there) -> counts.merge(at.topic(), (long) there.size(), Long::sum));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** The changes of each table that capture could not write as rows. */
  public Map<String, Long> uncaptured() {
    return Map.copyOf(uncaptured);
  }
}
