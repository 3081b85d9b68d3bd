package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what operators stand between: names, constants, calls, brackets, CASE. */
final class Operands {
  private static final String EXPRESSION = "an expression";

  private final String text;
  private final Tokens tokens;
  private final Calls calls;
  private final ExpressionParser expressions;
  private final CallForms forms;
  private final Intervals intervals;

  Operands(
      String text,
      Tokens tokens,
      Calls calls,
      ExpressionParser expressions,
      ObjIntConsumer<String> refused) {
    this.text = text;
    this.tokens = tokens;
    this.calls = calls;
    this.expressions = expressions;
    this.forms = new CallForms(tokens, calls, expressions, refused);
    this.intervals = new Intervals(tokens, calls, expressions);
  }

  SqlNode next() throws SyntaxException {
    while (tokens.acceptSymbol("+")) {
      // As in ClickHouse it means nothing.
    }
    SqlNode castText = castText();
    if (castText != null) {
      return castText;
    }
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER -> Numbers.literal(tokens.next(), false, token.span());
      case STRING -> {
        tokens.next();
        yield new SqlNode.Literal(token.text(), token.span());
      }
      case QUOTED_NAME -> name();
      case WORD -> word(token);
      case SYMBOL -> symbol(token);
      case COMMENT, ERROR, END -> throw Unexpected.expected(EXPRESSION, tokens);
    };
  }

  /**
   * ClickHouse hands a constant before {@code ::} on as its text, so that {@code 0.1::Decimal(9,
   * 2)} does not pass through a float; null if what comes is none.
   */
  private @Nullable SqlNode castText() throws SyntaxException {
    int mark = tokens.mark();
    Token first = tokens.peek();
    if (!takeConstant() || !tokens.isSymbol("::")) {
      tokens.back(mark);
      return null;
    }
    Span span = tokens.since(mark);
    String value =
        first.kind() == Kind.STRING ? first.text() : text.substring(span.start(), span.end());
    return new SqlNode.Literal(value, span);
  }

  /** A number, or brackets with nothing but constants in them. */
  private boolean takeConstant() {
    if (tokens.isSymbol("-") && tokens.peek(1).kind() == Kind.NUMBER) {
      tokens.next();
    }
    Kind kind = tokens.peek().kind();
    if (kind == Kind.NUMBER || kind == Kind.STRING) {
      tokens.next();
      return true;
    }
    if (!tokens.isSymbol("(") && !tokens.isSymbol("[")) {
      return false;
    }
    int open = 0;
    boolean behindValue = false;
    do {
      Token token = tokens.next();
      boolean value = token.kind() == Kind.NUMBER || token.kind() == Kind.STRING;
      boolean opens = token.isSymbol("(") || token.isSymbol("[");
      boolean closes = token.isSymbol(")") || token.isSymbol("]");
      boolean minus = token.isSymbol("-") && tokens.peek().kind() == Kind.NUMBER;
      boolean begins = value || opens || minus;
      if (!(begins && !behindValue) && !closes && !(token.isSymbol(",") && behindValue)) {
        return false;
      }
      open += opens ? 1 : closes ? -1 : 0;
      behindValue = value || closes;
    } while (open > 0);
    return true;
  }

  private SqlNode symbol(Token token) throws SyntaxException {
    return switch (token.text()) {
      case "(" -> brackets();
      case "[" -> {
        tokens.next();
        List<SqlNode> elements = expressions.arguments(token);
        yield calls.call("array", elements, token.span(), expressions.since(token.start()));
      }
      case "*" -> {
        tokens.next();
        yield star(token.start());
      }
      case "-" -> negative();
      default -> throw Unexpected.expected(EXPRESSION, tokens);
    };
  }

  private SqlNode negative() throws SyntaxException {
    Token minus = tokens.next();
    Token number = tokens.peek();
    if (number.kind() == Kind.NUMBER || Numbers.isWord(number)) {
      tokens.next();
      return Numbers.literal(number, true, minus.span().to(number.span()));
    }
    SqlNode operand = expressions.above(Operator.NEGATE, false);
    return calls.call("negate", List.of(operand), minus.span(), expressions.since(minus.start()));
  }

  private SqlNode brackets() throws SyntaxException {
    Token open = tokens.next();
    if (beginsSelect()) {
      tokens.skipBrackets();
      return new SqlNode.Subquery(expressions.since(open.start()));
    }
    List<SqlNode> elements = new ArrayList<>();
    boolean tuple = tokens.isSymbol(")");
    while (!tokens.isSymbol(")")) {
      elements.add(expressions.argument());
      if (!tokens.acceptSymbol(",")) {
        break;
      }
      tuple = true;
    }
    expressions.close(open);
    Span span = expressions.since(open.start());
    return tuple || (elements.get(0) instanceof SqlNode.Name && tokens.isSymbol("->"))
        ? calls.call("tuple", elements, open.span(), span)
        : calls.within(elements.get(0), span);
  }

  /** Whether a SELECT begins here. */
  boolean beginsSelect() {
    Token second = tokens.peek(1);
    boolean words = second.isName() || second.kind() == Kind.NUMBER || second.kind() == Kind.STRING;
    return (tokens.isWords("SELECT") && (words || "(*[-".contains(second.text())))
        || (tokens.isWords("WITH") && (words || second.isSymbol("(")))
        || (tokens.isWords("FROM") && words && !tokens.isWords("FROM", "AS"));
  }

  /** What may stand behind a star. */
  SqlNode star(int from) throws SyntaxException {
    while (tokens.isWords("EXCEPT") || tokens.isWords("REPLACE") || tokens.isWords("APPLY")) {
      Token second = tokens.peek(1);
      if (second.isWord("SELECT") || second.isWord("ALL") || second.isWord("DISTINCT")) {
        break;
      }
      tokens.next();
      tokens.accept("STRICT");
      if (tokens.next().isSymbol("(")) {
        tokens.skipBrackets();
      }
    }
    return new SqlNode.Star(expressions.since(from));
  }

  private SqlNode word(Token word) throws SyntaxException {
    Token following = tokens.peek(1);
    if (Keywords.beginsPart(word, following)) {
      throw Unexpected.expected(EXPRESSION, tokens);
    }
    if (word.isWord("NOT")) {
      tokens.next();
      return calls.call(
          "not",
          List.of(expressions.above(Operator.NOT, false)),
          word.span(),
          expressions.since(word.start()));
    }
    if (word.isWord("CASE") && beginsCase(following)) {
      return caseOf();
    }
    if (word.isWord("INTERVAL") && intervals.begins()) {
      return intervals.read();
    }
    if (following.kind() == Kind.STRING && (word.isWord("DATE") || word.isWord("TIMESTAMP"))) {
      tokens.next();
      Token constant = tokens.next();
      return calls.call(
          word.isWord("DATE") ? "toDate" : "toDateTime",
          List.of(new SqlNode.Literal(constant.text(), constant.span())),
          word.span(),
          word.span().to(constant.span()));
    }
    boolean alone = !following.isSymbol("(");
    if (alone && Numbers.isWord(word)) {
      return Numbers.literal(tokens.next(), false, word.span());
    }
    if (word.isWord("NULL")) {
      tokens.next();
      return new SqlNode.Literal(null, word.span());
    }
    if (alone && (word.isWord("TRUE") || word.isWord("FALSE"))) {
      tokens.next();
      return new SqlNode.Literal(word.isWord("TRUE"), word.span());
    }
    return name();
  }

  private SqlNode name() throws SyntaxException {
    Token first = tokens.next();
    List<String> parts = new ArrayList<>();
    parts.add(first.text());
    while (tokens.isSymbol(".") && tokens.peek(1).isName()) {
      tokens.next();
      parts.add(tokens.next().text());
    }
    Span span = expressions.since(first.start());
    if (tokens.isSymbol(".") && tokens.peek(1).isSymbol("*")) {
      tokens.next();
      tokens.next();
      return star(first.start());
    }
    if (tokens.isSymbol("(")) {
      return first.isWord("COLUMNS") ? columns(first) : forms.read(String.join(".", parts), span);
    }
    return new SqlNode.Name(parts, span);
  }

  private SqlNode columns(Token first) throws SyntaxException {
    tokens.next();
    tokens.skipBrackets();
    return star(first.start());
  }

  /** A column may be called case. */
  private static boolean beginsCase(Token following) {
    return switch (following.kind()) {
      case NUMBER, STRING, QUOTED_NAME -> true;
      case SYMBOL -> following.isSymbol("(") || following.isSymbol("-") || following.isSymbol("[");
      case WORD ->
          !following.isWord("FROM")
              && !following.isWord("AS")
              && !following.isWord("IS")
              && !following.isWord("IN")
              && !following.isWord("AND")
              && !following.isWord("OR");
      case COMMENT, ERROR, END -> false;
    };
  }

  private SqlNode caseOf() throws SyntaxException {
    Token word = tokens.next();
    List<SqlNode> arguments = new ArrayList<>();
    boolean compared = !tokens.isWords("WHEN");
    if (compared) {
      arguments.add(expressions.argument());
    }
    if (!tokens.isWords("WHEN")) {
      throw Unexpected.expected("the WHEN of CASE", tokens);
    }
    while (tokens.accept("WHEN")) {
      arguments.add(expressions.argument());
      if (!tokens.accept("THEN")) {
        throw Unexpected.expected("the THEN of CASE WHEN", tokens);
      }
      arguments.add(expressions.argument());
    }
    Span behind = new Span(tokens.previous().end(), tokens.previous().end());
    boolean otherwise = tokens.isWords("ELSE");
    arguments.add(
        tokens.accept("ELSE") ? expressions.argument() : new SqlNode.Literal(null, behind));
    if (!tokens.accept("END")) {
      throw tokens.atEnd()
          ? new SyntaxException(word.start(), "this CASE is not closed: END is missing")
          : Unexpected.expected(
              otherwise ? "the END of CASE" : "WHEN, ELSE or the END of CASE", tokens);
    }
    return calls.call(
        compared ? "caseWithExpression" : "multiIf",
        arguments,
        word.span(),
        expressions.since(word.start()));
  }
}
