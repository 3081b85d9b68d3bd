package dev.prejoin.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words that ClickHouse reads as no name where another thing may stand. */
public final class Keywords {
  /** After an expression or a table these are no alias, unless quoted or behind AS. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          ("ALL ANTI ANY ARRAY AS ASOF BETWEEN COMMENT CROSS ELSE END EXCEPT FINAL FORMAT FROM FULL"
                  + " GLOBAL GROUP HAVING ILIKE IN INNER INTERSECT INTO IS JOIN LEFT LIKE LIMIT NOT"
                  + " NATURAL OFFSET ON ONLY ORDER PASTE POPULATE PREWHERE QUALIFY RIGHT SAMPLE"
                  + " SELECT SEMI SETTINGS THEN UNION USING WHEN WHERE WINDOW WITH AND OR DIV MOD"
                  + " REGEXP ESCAPE FETCH CREATE")
              .split(" "));

  /** Where an expression must begin, these begin another part, unless they are followed so. */
  private static final Set<String> NO_OPERAND =
      Set.of(
          ("AND AS BETWEEN CREATE ELSE FROM GROUP HAVING ILIKE IN IS JOIN LIKE LIMIT ON OR ORDER"
                  + " PREWHERE SELECT SETTINGS THEN UNION USING WHEN WHERE")
              .split(" "));

  /** Those of them that are also names of functions. */
  private static final Set<String> FUNCTIONS = Set.of("AND", "OR", "IN", "LIKE", "ILIKE");

  private static final List<String> PARTS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "JOIN",
          "LEFT",
          "INNER",
          "SETTINGS",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "UNION",
          "PREWHERE",
          "DISTINCT",
          "BETWEEN",
          "LIKE",
          "USING");

  private Keywords() {}

  static boolean canBeAlias(Token token) {
    return token.kind() == Token.Kind.QUOTED_NAME
        || (token.kind() == Token.Kind.WORD && !NO_ALIAS.contains(upper(token)));
  }

  /** Whether the word begins another part of the statement, though a name could be spelt so. */
  static boolean beginsPart(Token word, Token following) {
    if (word.kind() != Token.Kind.WORD || !NO_OPERAND.contains(upper(word))) {
      return false;
    }
    if (word.isWord("GROUP") || word.isWord("ORDER")) {
      return following.isWord("BY");
    }
    if (following.isSymbol("(")) {
      return !FUNCTIONS.contains(upper(word));
    }
    return switch (following.kind()) {
      case WORD -> !isOperatorOrFrom(following);
      case SYMBOL -> "[*+-".contains(following.text());
      case QUOTED_NAME, STRING, NUMBER, ERROR -> true;
      case COMMENT, END -> false;
    };
  }

  private static boolean isOperatorOrFrom(Token token) {
    return switch (upper(token)) {
      case "FROM", "AS", "AND", "OR", "IS", "IN", "LIKE", "ILIKE", "BETWEEN" -> true;
      default -> false;
    };
  }

  /** The keyword that a misspelt word is likely meant to be, else empty. */
  static String likely(Token token) {
    if (token.kind() != Token.Kind.WORD || token.text().length() < 3) {
      return "";
    }
    String word = upper(token);
    for (String part : PARTS) {
      if (!part.equals(word) && isTypo(word, part)) {
        return part;
      }
    }
    return "";
  }

  /**
   * Whether one letter is added, left out or changed, or two that are next to each other are
   * swapped, in any case.
   */
  public static boolean isTypo(String written, String meant) {
    String word = written.toUpperCase(Locale.ROOT);
    int same = 0;
    while (same < Math.min(word.length(), meant.length())
        && word.charAt(same) == meant.charAt(same)) {
      same++;
    }
    String a = word.substring(same);
    String b = meant.substring(same);
    if (a.length() == b.length() && a.length() > 1) {
      boolean swapped =
          a.charAt(0) == b.charAt(1)
              && a.charAt(1) == b.charAt(0)
              && a.substring(2).equals(b.substring(2));
      return swapped || a.substring(1).equals(b.substring(1));
    }
    return a.length() == b.length()
        ? a.length() == 1
        : a.length() == b.length() + 1
            ? a.substring(1).equals(b)
            : b.length() == a.length() + 1 && b.substring(1).equals(a);
  }

  private static String upper(Token token) {
    return token.text().toUpperCase(Locale.ROOT);
  }
}
