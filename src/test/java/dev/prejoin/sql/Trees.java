package dev.prejoin.sql;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/** Trees as text: {@code plus(a, 1)}; strings in quotes, {@code a AS b} in brackets. */
final class Trees {
  private Trees() {}

  /** The tree of an expression that must be all of the text. */
  static String of(String expression) throws SyntaxException {
    return of(parse(expression));
  }

  static SqlNode parse(String expression) throws SyntaxException {
    Select select = select("SELECT " + expression);
    assert select.items().size() == 1 : expression;
    return select.items().get(0);
  }

  static Select select(String text) throws SyntaxException {
    Tokens tokens = new Tokens(Lexer.tokens(text));
    Select select =
        SelectParser.parse(
            text,
            tokens,
            (words, offset) -> {
              throw new IllegalStateException(words);
            });
    if (!tokens.atEnd()) {
      throw new IllegalStateException("something is left: " + tokens.peek());
    }
    return select;
  }

  static String of(SqlNode node) {
    if (node instanceof SqlNode.Name name) {
      return String.join(".", name.parts());
    }
    if (node instanceof SqlNode.Literal literal) {
      return constant(literal.value());
    }
    if (node instanceof SqlNode.Call call) {
      return call.function() + "(" + all(call.arguments()) + ")";
    }
    if (node instanceof SqlNode.Aliased aliased) {
      return "[" + of(aliased.expression()) + " AS " + aliased.alias() + "]";
    }
    return node.getClass().getSimpleName();
  }

  static String all(List<? extends SqlNode> nodes) {
    return nodes.stream().map(Trees::of).collect(Collectors.joining(", "));
  }

  static String constant(Object value) {
    return value instanceof String text
        ? "'" + text + "'"
        : value instanceof BigInteger || value instanceof Double || value instanceof Boolean
            ? value.toString()
            : "NULL";
  }
}
