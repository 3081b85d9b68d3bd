package dev.prejoin.sink;

/**
 * Which of two rows of one key is the later: the source's incarnation (12 bits), the place in the
 * first topic (44), the place in the landed topic (44) and, for rows that were restated, a count
 * above those (28). A record that is read again has the same version; two different rows never
 * have.
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record Version(long high, long low) implements Comparable<Version> {
  private static final int INCARNATION_BITS = 12;
  private static final int PLACE_BITS = 44;
  private static final int RESTATE_BITS = 28;
  private static final int LOW_PLACE_BITS = Long.SIZE - RESTATE_BITS;

  /** The lowest bit of the place in the first topic, in all 128. */
  private static final int FIRST_OFFSET_BIT = PLACE_BITS + RESTATE_BITS;

  /** ClickHouse's expression for the place in the first topic of a row's {@code _version}. */
  public static final String FIRST_OFFSET_SQL =
      "toInt64(bitAnd(bitShiftRight(_version, %d), %d))"
          .formatted(FIRST_OFFSET_BIT, (1L << PLACE_BITS) - 1);

  private static final int HIGH_PLACE_BITS = PLACE_BITS - LOW_PLACE_BITS;

  /**
   * Packs the parts.
   *
   * @throws IllegalArgumentException if a part does not fit its bits
   */
  public static Version of(int incarnation, long firstOffset, long offset, int restate) {
    check("incarnation", incarnation, INCARNATION_BITS);
    check("offset in the first topic", firstOffset, PLACE_BITS);
    check("offset", offset, PLACE_BITS);
    check("restate", restate, RESTATE_BITS);
    return new Version(
        ((long) incarnation << (PLACE_BITS + HIGH_PLACE_BITS))
            | (firstOffset << HIGH_PLACE_BITS)
            | (offset >>> LOW_PLACE_BITS),
        (offset << RESTATE_BITS) | restate);
  }

  /**
   * Below every row of this incarnation that has this place in the first topic or a later one, and
   * above every earlier row: where a marker stands.
   *
   * @throws IllegalArgumentException if a part does not fit its bits
   */
  public static Version of(int incarnation, long firstOffset) {
    return of(incarnation, firstOffset, 0, 0);
  }

  /** The source's incarnation. */
  public int incarnation() {
    return (int) (high >>> (PLACE_BITS + HIGH_PLACE_BITS));
  }

  /** The place in the first topic. */
  public long firstOffset() {
    return (high >>> HIGH_PLACE_BITS) & ((1L << PLACE_BITS) - 1);
  }

  private static void check(String part, long value, int bits) {
    if (value < 0 || value >>> bits != 0) {
      throw new IllegalArgumentException(part + " " + value + " does not fit " + bits + " bits");
    }
  }

  @Override
  public int compareTo(Version other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }
}
