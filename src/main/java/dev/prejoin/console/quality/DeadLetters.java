package dev.prejoin.console.quality;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that are put aside now, as they could not be read or written.
 *
 * @param at when they were read
 * @param read so many records of the topics of dead letters were read
 * @param of how many there are
 * @param groups those with the most letters first
 * @param leftOut groups that were too many
 * @param limit at what the reading ended before it had read all; null if it did not
 */
public record DeadLetters(
    Instant at, long read, long of, List<Group> groups, int leftOut, @Nullable String limit) {
  public DeadLetters {
    groups = List.copyOf(groups);
  }

  /**
   * Letters of a topic for one reason.
   *
   * @param topic of dead letters
   * @param reason where the reasons differ in numbers and values only, … stands for those
   * @param replayable whether their records can be sent again; else the table must be read again
   * @param samples the newest
   */
  public record Group(
      String topic,
      String reason,
      long letters,
      Instant first,
      Instant last,
      boolean replayable,
      List<Letter> samples) {
    public Group {
      samples = List.copyOf(samples);
    }
  }

  /**
   * One letter.
   *
   * @param place where it is: {@code topic-partition@offset}
   * @param source where its record was, or the table whose change could not be written; may be
   *     empty
   * @param at the time of its record
   */
  public record Letter(
      String place,
      String source,
      Instant at,
      String reason,
      @Nullable Bytes key,
      @Nullable Bytes value) {}

  /**
   * Bytes as people can read them.
   *
   * @param text if they are text
   * @param hex else; either is of the first bytes only
   * @param length of all
   */
  public record Bytes(@Nullable String text, @Nullable String hex, int length) {}
}
