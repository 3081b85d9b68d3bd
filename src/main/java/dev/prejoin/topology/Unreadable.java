package dev.prejoin.topology;

import org.apache.kafka.common.TopicPartition;

/** Why a source cannot be read on from where it was read to, and what helps. */
final class Unreadable {
  private Unreadable() {}

  /**
   * Records were removed before they were read.
   *
   * @param next the first that was not read
   * @param begin the first that is there
   */
  static String gone(TopicPartition partition, long next, long begin) {
    return ("%s@%d is the next record that the topology was to read, and the topic begins at %d: %,d"
            + " records are gone. `./prejoin snapshot %s` reads the table again and lets the topology"
            + " pass over them; then start prejoin again. Let the topic keep its records for longer"
            + " than prejoin stands still (topic.retention.hours)")
        .formatted(partition, next, begin, begin - next, partition.topic());
  }

  /** Records that were read are not there, at the end. */
  static String behindTheEnd(TopicPartition partition, long next) {
    return ("%s@%d is the next record that the topology was to read, and the topic ends before that:"
            + " it was made anew, or its broker has lost records. %s")
        .formatted(partition, next, beginAgain(partition.topic()));
  }

  /** It is another topic than the one that was read. */
  static String madeAnew(TopicPartition partition, String before, String now) {
    return ("topic %s was made anew (its id is %s, it was %s), and what was read of the former one says"
            + " nothing about it. %s")
        .formatted(partition.topic(), now, before, beginAgain(partition.topic()));
  }

  private static String beginAgain(String topic) {
    return ("`./prejoin snapshot %1$s` asks for the table to be read again, which replaces all of its"
            + " rows; then start prejoin with another topology.application.id, which reads the topic"
            + " from its beginning. If ClickHouse has a table %1$s, empty that first:"
            + " docs/guarantee.md, \"Tables made anew\", says how")
        .formatted(topic);
  }
}
