package dev.prejoin.app.restate;

import dev.prejoin.schema.Lot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;

/** Sends rows to the ends of their partitions, those that are still their keys' last change. */
@FunctionalInterface
interface Resending {
  /**
   * Sends all of them, or none.
   *
   * @param known up to where each partition is known to hold no later change of them
   * @return those that kept it from being done; none if it is
   */
  Set<Restated> send(List<Restated> batch, Map<TopicPartition, Long> known);

  /**
   * Sends those of which no later change has come; returns them.
   *
   * @param known as in {@link #send}
   */
  default List<Restated> sendUnchanged(List<Restated> rows, Map<TopicPartition, Long> known) {
    List<Restated> batch = new ArrayList<>(rows);
    while (!batch.isEmpty()) {
      Lot lot =
          Lot.of(
              ThreadLocalRandom.current().nextLong(),
              batch.stream().map(row -> row.partition().partition()).toList());
      batch.forEach(row -> row.in(lot));
      Set<Restated> changed = send(batch, known);
      if (changed.isEmpty()) {
        break;
      }
      batch.removeAll(changed);
    }
    return batch;
  }
}
