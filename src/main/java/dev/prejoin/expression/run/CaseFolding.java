package dev.prejoin.expression.run;

/** Letters that are alike but for their case. */
final class CaseFolding {
  private CaseFolding() {}

  /** A code point of a text, as it is compared. */
  static int of(int c) {
    if (c < 0x80) {
      return Strings.folded((char) c);
    }
    // The dotted capital I has no simple lower case.
    return c == 0x130 ? c : Character.toLowerCase(c);
  }

  /**
   * A code point of a pattern, as it is compared.
   *
   * @throws IllegalArgumentException if more than two letters are alike, or if they differ in
   *     length: what ClickHouse then takes for alike depends on the rest of the pattern
   */
  static int ofPattern(int c) {
    if (c >= 0x80 && !isPair(c)) {
      throw new IllegalArgumentException(
          "has the letter %s, whose upper and lower case are no simple pair; compare with lowerUTF8"
              .formatted(Character.toString(c)));
    }
    return of(c);
  }

  private static boolean isPair(int c) {
    int lower = Character.toLowerCase(c);
    int upper = Character.toUpperCase(lower);
    for (int other = 0; other <= Character.MAX_CODE_POINT; other++) {
      boolean alike =
          Character.toLowerCase(other) == lower || Character.toUpperCase(other) == upper;
      if (alike && other != lower && other != upper) {
        // The Angstrom sign has the only further letter that texts of today need.
        if (other != 0x212B) {
          return false;
        }
      }
    }
    return Character.toLowerCase(upper) == lower
        && (c == lower || c == upper)
        && (lower < 0x800) == (upper < 0x800);
  }
}
