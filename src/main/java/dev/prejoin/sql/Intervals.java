package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code INTERVAL 1 DAY} and {@code INTERVAL '1 hour 30 minute'}. */
final class Intervals {
  private static final String UNIT =
      "a unit (SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR …)";

  private final Tokens tokens;
  private final Calls calls;
  private final ExpressionParser expressions;

  Intervals(Tokens tokens, Calls calls, ExpressionParser expressions) {
    this.tokens = tokens;
    this.calls = calls;
    this.expressions = expressions;
  }

  /** A column may be called interval. */
  boolean begins() {
    Token following = tokens.peek(1);
    return switch (following.kind()) {
      case NUMBER, STRING, QUOTED_NAME -> true;
      case SYMBOL -> following.isSymbol("(") || (following.isSymbol("-") && hasUnit());
      case WORD ->
          Units.of(tokens.peek(2)) != null || (Keywords.canBeAlias(following) && hasUnit());
      case COMMENT, ERROR, END -> false;
    };
  }

  /** Whether a unit comes before this part of the expression ends. */
  private boolean hasUnit() {
    int open = 0;
    for (int i = 2; open >= 0 && tokens.peek(i).kind() != Kind.END; i++) {
      Token token = tokens.peek(i);
      if (open == 0 && Units.of(token) != null) {
        return true;
      }
      boolean from = token.isWord("FROM") && !tokens.peek(i - 1).isWord("DISTINCT");
      if (open == 0 && (token.isSymbol(",") || from || token.isWord("WHERE"))) {
        return false;
      }
      if (token.isSymbol("(") || token.isSymbol("[")) {
        open++;
      } else if (token.isSymbol(")") || token.isSymbol("]")) {
        open--;
      }
    }
    return false;
  }

  SqlNode read() throws SyntaxException {
    Token word = tokens.next();
    SqlNode inText = inText(word);
    if (inText != null) {
      return inText;
    }
    SqlNode number = expressions.argument();
    Units unit = Units.of(tokens.peek());
    if (unit == null) {
      throw Unexpected.expected(UNIT, tokens);
    }
    tokens.next();
    return calls.call(
        unit.interval(), List.of(number), word.span(), expressions.since(word.start()));
  }

  /** Null if the string, if any, is no more than the number. */
  private @Nullable SqlNode inText(Token word) throws SyntaxException {
    Token string = tokens.peek();
    if (string.kind() != Kind.STRING) {
      return null;
    }
    List<Token> words = Lexer.tokens(string.text());
    if (words.size() < 2 || Units.of(words.get(1)) == null) {
      return null;
    }
    tokens.next();
    Span span = word.span().to(string.span());
    List<SqlNode> parts = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      Units unit = i + 1 < words.size() ? Units.of(words.get(i + 1)) : null;
      if (unit == null || words.get(i).kind() != Kind.NUMBER) {
        throw new SyntaxException(
            string.start(), "an interval's text is numbers with " + UNIT + ", such as '1 hour'");
      }
      SqlNode number = Numbers.literal(words.get(i), false, string.span());
      parts.add(calls.call(unit.interval(), List.of(number), word.span(), span));
    }
    return parts.size() == 1 ? parts.get(0) : calls.call("tuple", parts, word.span(), span);
  }
}
