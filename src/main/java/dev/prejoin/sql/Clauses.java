package dev.prejoin.sql;

import dev.prejoin.sql.Select.Clause.Kind;
import org.jspecify.annotations.Nullable;

/** The parts behind WHERE, and PREWHERE before it: where each begins and ends. */
final class Clauses {
  private Clauses() {}

  /** The one that begins here, or null. */
  static @Nullable Kind kind(Tokens tokens) {
    Token word = tokens.peek();
    Token second = tokens.peek(1);
    if (word.kind() != Token.Kind.WORD) {
      return null;
    }
    return switch (Unexpected.upper(word)) {
      case "GROUP" -> second.isWord("BY") ? Kind.GROUP_BY : null;
      case "ORDER" -> second.isWord("BY") ? Kind.ORDER_BY : null;
      case "HAVING" -> Kind.HAVING;
      case "QUALIFY" -> Kind.QUALIFY;
      case "PREWHERE" -> Kind.PREWHERE;
      case "WINDOW" -> second.isName() && tokens.peek(2).isWord("AS") ? Kind.WINDOW : null;
      case "LIMIT", "OFFSET", "FETCH" -> Kind.LIMIT;
      case "UNION", "EXCEPT", "INTERSECT" -> Kind.UNION;
      case "FORMAT" -> second.isName() ? Kind.FORMAT : null;
      case "INTO" -> second.isWord("OUTFILE") ? Kind.FORMAT : null;
      default -> null;
    };
  }

  /** Passes over it. */
  static void skip(Tokens tokens, Kind kind) throws SyntaxException {
    Token word = tokens.next();
    while (!ends(tokens, kind)) {
      Token token = tokens.next();
      if (token.isSymbol("(") || token.isSymbol("[")) {
        tokens.skipBrackets();
      }
    }
    if (tokens.previous().equals(word)) {
      throw Unexpected.expected("what " + word.text() + " is about", tokens);
    }
  }

  private static boolean ends(Tokens tokens, Kind kind) {
    if (tokens.atEnd() || tokens.isSymbol(")") || tokens.isSymbol("]")) {
      return true;
    }
    if (kind == Kind.UNION) {
      return false;
    }
    // LIMIT 5 OFFSET 10 is one part.
    Kind next = kind(tokens);
    return (next != null && next != kind)
        || tokens.isWords("WHERE")
        || tokens.isWords("SETTINGS")
        || tokens.isWords("COMMENT");
  }
}
