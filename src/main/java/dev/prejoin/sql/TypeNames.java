package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.Locale;
import java.util.Set;

/** Reads the name of a type, such as {@code Nullable(Decimal(9, 2))}. */
public final class TypeNames {
  /** Second words of types of standard SQL, such as DOUBLE PRECISION. */
  private static final Set<String> SECOND =
      Set.of("PRECISION", "UNSIGNED", "SIGNED", "VARYING", "LARGE", "OBJECT");

  private final Tokens tokens;
  private int depth;

  public TypeNames(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Its text as ClickHouse writes it itself: one blank behind each comma, no other. */
  public String read() throws SyntaxException {
    if (!tokens.peek().isName()) {
      throw Unexpected.expected("the name of a type", tokens);
    }
    if (++depth > Calls.DEEPEST) {
      throw new SyntaxException(tokens.peek().start(), Calls.tooDeep());
    }
    Token first = tokens.next();
    StringBuilder name = new StringBuilder(first.text());
    while (tokens.peek().kind() == Kind.WORD
        && SECOND.contains(tokens.peek().text().toUpperCase(Locale.ROOT))) {
      String upper = (name + " " + tokens.next().text()).toUpperCase(Locale.ROOT);
      name.setLength(0);
      name.append(upper);
    }
    if (tokens.acceptSymbol("(")) {
      arguments(name, tokens.previous());
    }
    depth--;
    return name.toString();
  }

  private void arguments(StringBuilder name, Token open) throws SyntaxException {
    name.append('(');
    if (!tokens.acceptSymbol(")")) {
      do {
        name.append(name.charAt(name.length() - 1) == '(' ? "" : ", ");
        argument(name);
      } while (tokens.acceptSymbol(","));
      if (!tokens.acceptSymbol(")")) {
        throw tokens.atEnd()
            ? Unexpected.unclosed(open)
            : Unexpected.expected("the ) of this type", tokens);
      }
    }
    name.append(')');
  }

  private void argument(StringBuilder name) throws SyntaxException {
    Token token = tokens.peek();
    if (token.kind() == Kind.STRING) {
      tokens.next();
      name.append('\'').append(escaped(token.text())).append('\'');
      if (tokens.acceptSymbol("=")) {
        name.append(" = ");
        number(name);
      }
      return;
    }
    if (token.kind() == Kind.NUMBER || token.isSymbol("-")) {
      number(name);
      return;
    }
    if (token.isName() && tokens.peek(1).isName() && !SECOND.contains(upper(tokens.peek(1)))) {
      name.append(tokens.next().text()).append(' ');
    }
    name.append(read());
  }

  private void number(StringBuilder name) throws SyntaxException {
    if (tokens.acceptSymbol("-")) {
      name.append('-');
    }
    if (tokens.peek().kind() != Kind.NUMBER) {
      throw Unexpected.expected("a number", tokens);
    }
    name.append(tokens.next().text());
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static String upper(Token token) {
    return token.text().toUpperCase(Locale.ROOT);
  }
}
