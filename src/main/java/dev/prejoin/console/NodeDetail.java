package dev.prejoin.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of one node of the topology.
 *
 * @param id as in the topology
 * @param facts what it is, each with a name
 * @param columns its columns; none where it has none of its own
 * @param sql the statement that it is of; null where there is none
 * @param partitions of a topic; none otherwise
 * @param course of the topic that it is or that its rows are in; by the minute, the newest last
 */
public record NodeDetail(
    String id,
    List<Fact> facts,
    List<Field> columns,
    @Nullable String sql,
    List<Partition> partitions,
    List<Moment> course) {
  public NodeDetail {
    facts = List.copyOf(facts);
    columns = List.copyOf(columns);
    partitions = List.copyOf(partitions);
    course = List.copyOf(course);
  }

  /**
   * A minute.
   *
   * @param perSecond records that came in it
   * @param lag records that readers had still to read at its end
   */
  public record Moment(Instant at, double perSecond, long lag) {}

  /** Something that is known of it. */
  public record Fact(String name, String value) {}

  /**
   * A column.
   *
   * @param key whether it is of the key
   */
  public record Field(String name, String type, boolean key) {}

  /**
   * A partition of a topic.
   *
   * @param begin the first offset that is there
   * @param end the offset behind the last record that is committed
   */
  public record Partition(int partition, long begin, long end, List<Reader> readers) {
    public Partition {
      readers = List.copyOf(readers);
    }
  }

  /**
   * A consumer group.
   *
   * @param name the part that reads: topology, sink and the like
   * @param committed the offset of the next record, or -1 if it has committed none
   * @param lag records that it has still to read
   */
  public record Reader(String name, long committed, long lag) {}
}
