package dev.prejoin.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a record of a topic comes from, as its header {@value #HEADER}: readable text such as
 * {@code op=c inc=1 at=42 matched=1 seen=57}. Capture writes the first two; the topology adds the
 * rest. A record without the header, from a capture that is not ours, may replace an earlier one.
 *
 * <p>A record of facts with neither key nor value and op t is a marker: every row of its partition
 * whose incarnation and position are lower than the marker's is gone.
 *
 * @param op Debezium's letter: c insert, r snapshot read, u update, d delete, t truncate; or a: the
 *     same change again, as a dimension that it is looked up in has changed
 * @param incarnation how often the source was snapshotted from the start, from 1
 * @param offset the position in the first topic, or -1 there
 * @param matched bit i is set if the view's lookup i found a row
 * @param seen per lookup of the view, the offset that its dimension's store had reached; -1 if none
 * @param lot with which others it is sent again; null if it is not
 */
public record Origin(
    char op, int incarnation, long offset, int matched, List<Long> seen, @Nullable Lot lot) {
  /** The name of the header. */
  public static final String HEADER = "origin";

  private static final char MARKER = 't';
  private static final char AGAIN = 'a';

  /** What a row's version has room for (docs/DESIGN.md, "What a row means"). */
  private static final int MOST_INCARNATIONS = 1 << 12;

  private static final long MOST_OFFSETS = 1L << 44;

  /** Of a record without the header. */
  public static final Origin UNKNOWN = captured('u', 1);

  public Origin {
    seen = List.copyOf(seen);
  }

  /** What capture knows. */
  public static Origin captured(char op, int incarnation) {
    return new Origin(op, incarnation, -1, 0, List.of(), null);
  }

  /** That of a marker: every row that came before it is gone. */
  public static Origin truncated(int incarnation) {
    return captured(MARKER, incarnation);
  }

  /** That of a marker: every row of an older incarnation is gone. */
  public static Origin onlyFrom(int incarnation) {
    return new Origin(MARKER, incarnation, 0, 0, List.of(), null);
  }

  /** That of a row's last change, sent again as it is. */
  public static Origin replayed(char op, int incarnation, long position) {
    return new Origin(op, incarnation, position, 0, List.of(), null);
  }

  /** That of a row's last change, sent again as a dimension has changed. */
  public static Origin restated(int incarnation, long position) {
    return replayed(AGAIN, incarnation, position);
  }

  /** The same of a record that is sent together with others. */
  public Origin in(@Nullable Lot all) {
    return new Origin(op, incarnation, offset, matched, seen, all);
  }

  /** The same at its position in the first topic, unless it has one. */
  public Origin at(long position) {
    return offset >= 0 ? this : moved(position);
  }

  /** The same at another position in the first topic. */
  public Origin moved(long position) {
    return new Origin(op, incarnation, position, matched, seen, lot);
  }

  public Origin withLookups(int matchedLookups, List<Long> seenOffsets) {
    return new Origin(op, incarnation, offset, matchedLookups, seenOffsets, lot);
  }

  /** The same of a record that may replace an earlier one. */
  public Origin notNew() {
    return isNew() ? new Origin('u', incarnation, offset, matched, seen, lot) : this;
  }

  /** Whether no earlier version of the row can exist: only then may the sink not look for one. */
  public boolean isNew() {
    return op == 'c' || (op == 'r' && incarnation == 1);
  }

  /** Whether a record without a key is a marker. */
  public boolean isMarker() {
    return op == MARKER;
  }

  /** Whether the change came before, and its row is made again as a dimension has changed. */
  public boolean isRestated() {
    return op == AGAIN;
  }

  public byte[] toBytes() {
    return toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads the header's bytes; null gives a record that may replace an earlier one.
   *
   * @throws BadRowException if the text is not one that {@link #toBytes} writes
   */
  public static Origin parse(byte @Nullable [] header) {
    if (header == null) {
      return UNKNOWN;
    }
    try {
      Origin origin = new OriginText(header).origin();
      if (origin.incarnation >= 0
          && origin.incarnation < MOST_INCARNATIONS
          && origin.offset < MOST_OFFSETS) {
        return origin;
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw unreadable(header, "");
    }
    throw unreadable(header, ", out of range");
  }

  private static BadRowException unreadable(byte[] header, String why) {
    return new BadRowException(
        "header %s is '%s'%s"
            .formatted(HEADER, new String(header, StandardCharsets.US_ASCII), why));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(48);
    text.append("op=").append(op).append(" inc=").append(incarnation);
    if (offset >= 0) {
      text.append(" at=").append(offset);
    }
    if (!seen.isEmpty()) {
      text.append(" matched=").append(matched).append(" seen=");
      for (int i = 0; i < seen.size(); i++) {
        text.append(i == 0 ? "" : ",").append(seen.get(i).longValue());
      }
    }
    if (lot != null) {
      text.append(" lot=").append(lot);
    }
    return text.toString();
  }
}
