package dev.prejoin.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way.
 *
 * @param hops from the source to the aggregates, in their order
 * @param topics those of the pipeline
 * @param memory of this process
 * @param away why topics and lags are not of now; null if they are
 */
public record Traffic(List<Hop> hops, List<Topic> topics, Memory memory, @Nullable String away) {
  public Traffic {
    hops = List.copyOf(hops);
    topics = List.copyOf(topics);
  }

  /**
   * A part of the way.
   *
   * @param name of the part: capture, topology or sink
   * @param p50Seconds from the source's commit until rows have gone so far; NaN when it was not
   *     measured, as where another process does it
   * @param lag records that it has still to read; -1 if that is not known
   */
  public record Hop(String name, double p50Seconds, double p99Seconds, long lag) {}

  /**
   * A topic in Kafka.
   *
   * @param records between its first and its last offset, markers of transactions among them
   * @param perSecond NaN when it was not measured
   * @param lag records that its readers, of which each part is one, have still to read in all
   */
  public record Topic(String name, long records, double perSecond, long lag) {}

  /** The heap, in bytes. */
  public record Memory(long used, long most) {}
}
