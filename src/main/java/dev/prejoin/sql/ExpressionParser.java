package dev.prejoin.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by the priorities of their operators, as ClickHouse's own parser does
 * (src/Parsers/ExpressionListParsers.cpp of its source).
 */
public final class ExpressionParser {
  private static final int ANY = 0;
  private static final String OPERATOR = "an operator, a comma or the next part may stand here";

  private final Tokens tokens;
  private final Calls calls = new Calls();
  private final Operands operands;
  private int depth;

  /**
   * @param refused takes the words and the offset of what can be read and nevertheless not run
   */
  public ExpressionParser(String text, Tokens tokens, ObjIntConsumer<String> refused) {
    this.tokens = tokens;
    this.operands = new Operands(text, tokens, calls, this, refused);
  }

  /** An expression without an alias of its own. */
  public SqlNode expression() throws SyntaxException {
    return above(ANY, false);
  }

  /** One inside brackets, where any part of it can have a name: {@code (a + 1 AS b) * 2}. */
  SqlNode argument() throws SyntaxException {
    return above(ANY, true);
  }

  /** One of a SELECT's list, with its alias. */
  SqlNode item() throws SyntaxException {
    SqlNode expression = expression();
    if (tokens.accept("AS")) {
      return calls.aliased(expression, alias());
    }
    if (Keywords.canBeAlias(tokens.peek())) {
      return calls.aliased(expression, tokens.next());
    }
    return expression;
  }

  /** The name behind AS. */
  Token alias() throws SyntaxException {
    if (!tokens.peek().isName()) {
      throw Unexpected.expected("a name behind AS", tokens);
    }
    return tokens.next();
  }

  /** Expressions with commas between them, up to and with the closing bracket. */
  List<SqlNode> arguments(Token open) throws SyntaxException {
    String close = open.isSymbol("[") ? "]" : ")";
    List<SqlNode> arguments = new ArrayList<>();
    if (tokens.acceptSymbol(close)) {
      return arguments;
    }
    while (true) {
      arguments.add(argument());
      if (tokens.acceptSymbol(close)) {
        return arguments;
      }
      comma(open, close);
    }
  }

  private void comma(Token open, String close) throws SyntaxException {
    if (tokens.acceptSymbol(",")) {
      if (tokens.isSymbol(close)) {
        throw new SyntaxException(
            tokens.previous().start(), "this comma has nothing behind it; leave it out");
      }
      return;
    }
    if (tokens.peek().kind() == Token.Kind.END) {
      throw Unexpected.unclosed(open);
    }
    throw Unexpected.behind(
        "an operator, a comma or the " + close + " of " + open.text() + " may stand here", tokens);
  }

  /** Takes a closing bracket. */
  void close(Token open) throws SyntaxException {
    String close = open.isSymbol("[") ? "]" : ")";
    if (!tokens.acceptSymbol(close)) {
      if (tokens.peek().kind() == Token.Kind.END) {
        throw Unexpected.unclosed(open);
      }
      throw Unexpected.behind(
          "an operator or the " + close + " of " + open.text() + " may stand here", tokens);
    }
  }

  /**
   * An expression of operators that bind tighter than a priority.
   *
   * @param aliases whether {@code AS name} may stand in it
   */
  SqlNode above(int priority, boolean aliases) throws SyntaxException {
    if (++depth > Calls.DEEPEST) {
      throw new SyntaxException(tokens.peek().start(), Calls.tooDeep());
    }
    int from = tokens.peek().start();
    SqlNode left = operands.next();
    while (true) {
      if (aliases && tokens.isWords("AS")) {
        tokens.next();
        left = calls.aliased(left, alias());
        continue;
      }
      Operator operator = Operator.next(tokens);
      if (operator == null || operator.priority() <= priority) {
        depth--;
        return left;
      }
      left = with(operator, left, from);
    }
  }

  /** The operands of AND, OR or {@code ||} in a row are those of one call. */
  private SqlNode chain(Operator operator, SqlNode first, Span name, int from)
      throws SyntaxException {
    List<SqlNode> operands = new ArrayList<>();
    operands.add(first);
    operands.add(right(operator));
    while (operator.equals(Operator.next(tokens))) {
      operator.take(tokens);
      operands.add(right(operator));
    }
    return call(operator, operands, name, from);
  }

  private SqlNode with(Operator operator, SqlNode left, int from) throws SyntaxException {
    int mark = tokens.mark();
    operator.take(tokens);
    Span name = tokens.since(mark);
    return switch (operator.kind()) {
      case CHAIN -> chain(operator, left, name, from);
      case BINARY -> call(operator, List.of(left, right(operator)), name, from);
      case LIKE -> like(operator, left, name, from);
      case POSTFIX -> postfix(operator, left, name, from);
      case BETWEEN, NOT_BETWEEN -> between(operator, left, name, from);
      case TERNARY -> ternary(operator, left, name, from);
      case LAMBDA -> lambda(operator, left, from);
      case ELEMENT -> {
        SqlNode index = argument();
        close(tokensOf(name));
        yield call(operator, List.of(left, index), name, from);
      }
      case MEMBER -> member(operator, left, name, from);
      case CAST -> {
        int type = tokens.mark();
        String typeName = new TypeNames(tokens).read();
        yield call(
            operator, List.of(left, new SqlNode.Literal(typeName, tokens.since(type))), name, from);
      }
    };
  }

  private static Token tokensOf(Span bracket) {
    return new Token(Token.Kind.SYMBOL, "[", bracket.start(), bracket.end());
  }

  private SqlNode right(Operator operator) throws SyntaxException {
    return above(operator.priority(), false);
  }

  private SqlNode like(Operator operator, SqlNode left, Span name, int from)
      throws SyntaxException {
    SqlNode pattern = right(operator);
    if (!tokens.accept("ESCAPE")) {
      return call(operator, List.of(left, pattern), name, from);
    }
    if (tokens.peek().kind() != Token.Kind.STRING) {
      throw Unexpected.expected("the escape as a string", tokens);
    }
    Token escape = tokens.next();
    return call(
        operator,
        List.of(left, pattern, new SqlNode.Literal(escape.text(), escape.span())),
        name,
        from);
  }

  private SqlNode postfix(Operator operator, SqlNode left, Span name, int from)
      throws SyntaxException {
    String last = operator.words().get(operator.words().size() - 1);
    return last.equals("TRUE") || last.equals("FALSE")
        ? call(operator, List.of(left, new SqlNode.Literal(last.equals("TRUE"), name)), name, from)
        : call(operator, List.of(left), name, from);
  }

  /** As ClickHouse reads it: {@code x >= low AND x <= high}, {@code x < low OR x > high}. */
  private SqlNode between(Operator operator, SqlNode left, Span name, int from)
      throws SyntaxException {
    if (tokens.isWords("SYMMETRIC") && !tokens.peek(1).isWord("AND")) {
      throw new SyntaxException(
          tokens.peek().start(),
          "ClickHouse has no BETWEEN SYMMETRIC; write the smaller bound first");
    }
    SqlNode low = above(operator.priority(), false);
    if (!tokens.accept("AND")) {
      throw Unexpected.expected("the AND of BETWEEN … AND …", tokens);
    }
    SqlNode high = above(Operator.BETWEEN_BOUND, false);
    boolean in = operator.kind() == Operator.Kind.BETWEEN;
    Span span = since(from);
    return calls.call(
        operator.function(),
        List.of(
            calls.call(in ? "greaterOrEquals" : "less", List.of(left, low), name, span),
            calls.call(in ? "lessOrEquals" : "greater", List.of(left, high), name, span)),
        name,
        span);
  }

  private SqlNode ternary(Operator operator, SqlNode condition, Span name, int from)
      throws SyntaxException {
    SqlNode then = above(Operator.TERNARY, false);
    if (!tokens.acceptSymbol(":")) {
      refuseTernary(operator);
      throw Unexpected.expected("the : of condition ? a : b", tokens);
    }
    SqlNode otherwise = above(Operator.ELSE, false);
    refuseTernary(Operator.next(tokens));
    return call(operator, List.of(condition, then, otherwise), name, from);
  }

  /** ClickHouse refuses these too, in words of its own. */
  private void refuseTernary(@Nullable Operator following) throws SyntaxException {
    if (following != null
        && following.priority() <= Operator.ELSE
        && (tokens.isSymbol("?") || tokens.isWords("OR"))) {
      throw new SyntaxException(
          tokens.peek().start(),
          "ClickHouse reads no %s inside condition ? a : b; put ( ) around the part that it is in"
              .formatted(tokens.peek().text()));
    }
  }

  private SqlNode lambda(Operator operator, SqlNode parameters, int from) throws SyntaxException {
    boolean names =
        parameters instanceof SqlNode.Name
            || (parameters instanceof SqlNode.Call call
                && call.function().equals("tuple")
                && call.arguments().stream().allMatch(SqlNode.Name.class::isInstance));
    if (!names) {
      throw new SyntaxException(
          tokens.previous().start(), "left of -> stand the names of a function's parameters");
    }
    above(operator.priority(), false);
    return new SqlNode.Lambda(since(from));
  }

  private SqlNode member(Operator operator, SqlNode left, Span name, int from)
      throws SyntaxException {
    Token token = tokens.next();
    if (token.isSymbol("*")) {
      return new SqlNode.Star(since(from));
    }
    if (token.kind() == Token.Kind.NUMBER) {
      return call(operator, List.of(left, Numbers.integer(token)), name, from);
    }
    if (token.isName()) {
      return call(
          operator, List.of(left, new SqlNode.Literal(token.text(), token.span())), name, from);
    }
    tokens.back(tokens.mark() - (token.kind() == Token.Kind.END ? 0 : 1));
    throw Unexpected.expected("a name or a number behind the point", tokens);
  }

  private SqlNode call(Operator operator, List<SqlNode> arguments, Span name, int from)
      throws SyntaxException {
    return calls.call(operator.function(), arguments, name, since(from));
  }

  /** From an offset to the last token that was taken. */
  Span since(int from) {
    return new Span(from, tokens.previous().end());
  }

  /** What may follow an expression, where something else does. */
  SyntaxException behindExpression() {
    return Unexpected.behind(OPERATOR, tokens);
  }
}
