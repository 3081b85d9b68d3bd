package dev.prejoin.app.peer;

import dev.prejoin.console.Drift;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a peer was fed: written before the facts of each batch, so that it can be told afterwards
 * whether they are there.
 *
 * @param number of the batch
 * @param owner who feeds it
 * @param before where it stood
 * @param after where it stands when the batch is there
 */
record PeerState(long number, String owner, Point before, Point after) {
  /**
   * Between two batches.
   *
   * @param begins of the facts' partitions: what a topic no longer kept when it was read first was
   *     never given
   * @param positions of each partition, by the name that Kafka's logs have for it
   * @param rows that the table of facts has
   * @param fed what was given in all
   */
  record Point(
      SortedMap<String, Long> begins, SortedMap<String, Long> positions, long rows, Drift.Fed fed) {
    private static final Point BEGINNING =
        new Point(new TreeMap<>(), new TreeMap<>(), 0, new Drift.Fed(0, 0, 0, 0, 0));

    Point {
      begins = new TreeMap<>(begins);
      positions = new TreeMap<>(positions);
    }

    long begin(TopicPartition partition) {
      return position(begins, partition);
    }

    long position(TopicPartition partition) {
      return position(positions, partition);
    }

    static long position(Map<String, Long> positions, TopicPartition partition) {
      return positions.getOrDefault(partition.toString(), 0L);
    }
  }

  static PeerState beginning(String owner) {
    return standing(0, owner, Point.BEGINNING);
  }

  /** Without a batch. */
  static PeerState standing(long number, String owner, Point at) {
    return new PeerState(number, owner, at, at);
  }

  /**
   * Where it stands.
   *
   * @param rows that the table of facts has
   */
  Point at(long rows) {
    return rows == after.rows() ? after : before;
  }

  PeerState next(
      SortedMap<String, Long> begins, SortedMap<String, Long> positions, PeerBatch batch) {
    return new PeerState(
        number + 1,
        owner,
        after,
        new Point(
            begins, positions, after.rows() + batch.facts().size(), batch.after(after.fed())));
  }
}
