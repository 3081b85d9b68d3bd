package dev.prejoin.capture;

import dev.prejoin.capture.DimensionKeys.Live;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Ends rows of a topic without naming each: by a marker in every partition of a topic of facts,
 * whose reader knows what is there, and by a tombstone for every key of a dimension, as a compacted
 * topic takes no record without a key. All of it goes into the open transaction.
 */
final class Sweep {
  private final Transactions transactions;

  Sweep(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Every row is gone: TRUNCATE.
   *
   * @param at when the source committed it, in milliseconds since 1970
   * @return how many records were written
   */
  int everyRow(TableTopic topic, long at) {
    return topic.table().dimension()
        ? tombstones(topic, live -> true, at)
        : send(topic.truncation(at));
  }

  /**
   * Every row is gone that was written under an older incarnation than the topic's: the end of a
   * snapshot that was taken anew, in which the rows that are still there have come again.
   *
   * @return how many records were written
   */
  int olderRows(TableTopic topic, long at) {
    return topic.table().dimension()
        ? tombstones(topic, live -> live.incarnation() < topic.incarnation(), at)
        : send(topic.endOfOlder(at));
  }

  private int tombstones(TableTopic topic, Predicate<Live> ended, long at) {
    return send(
        transactions.dimensionKeys(topic.table().topic()).live().stream()
            .filter(ended)
            .map(live -> topic.tombstone(live, at))
            .toList());
  }

  private int send(List<ProducerRecord<byte[], byte[]>> records) {
    records.forEach(transactions::send);
    return records.size();
  }
}
