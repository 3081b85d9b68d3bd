package dev.prejoin.expression.run;

import java.util.Locale;

/** Whole texts in another case, as Unicode and with it ICU, which ClickHouse has, defines it. */
final class CaseMapping {
  private static final int CAPITAL_SIGMA = 0x3A3;
  private static final char SMALL_SIGMA = '\u03C3';
  private static final char FINAL_SIGMA = '\u03C2';

  /** Punctuation within words: Word_Break of MidLetter, MidNumLet or Single_Quote. */
  private static final String WITHIN_WORDS =
      "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

  private CaseMapping() {}

  static String lower(String text) {
    // Java decides by words whether a sigma is final, which is not quite the same.
    String decided = text.indexOf(CAPITAL_SIGMA) < 0 ? text : withSmallSigmas(text);
    return decided.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static String withSmallSigmas(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] == CAPITAL_SIGMA) {
        boolean isFinal = isCasedBefore(text, i) && !isCasedFrom(text, i + 1);
        chars[i] = isFinal ? FINAL_SIGMA : SMALL_SIGMA;
      }
    }
    return new String(chars);
  }

  private static boolean isCasedBefore(String text, int end) {
    int at = end;
    while (at > 0) {
      int c = text.codePointBefore(at);
      if (!isIgnored(c)) {
        return isCased(c);
      }
      at -= Character.charCount(c);
    }
    return false;
  }

  private static boolean isCasedFrom(String text, int start) {
    int at = start;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isIgnored(c)) {
        return isCased(c);
      }
      at += Character.charCount(c);
    }
    return false;
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isIgnored(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WITHIN_WORDS.indexOf(c) >= 0;
    };
  }
}
