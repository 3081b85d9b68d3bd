package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a call of a function, with the forms that some functions have of their own. */
final class CallForms {
  private final Tokens tokens;
  private final Calls calls;
  private final ExpressionParser expressions;
  private final ObjIntConsumer<String> refused;

  CallForms(
      Tokens tokens, Calls calls, ExpressionParser expressions, ObjIntConsumer<String> refused) {
    this.tokens = tokens;
    this.calls = calls;
    this.expressions = expressions;
    this.refused = refused;
  }

  /**
   * The call whose bracket comes next. ClickHouse gives the functions with a form of their own one
   * spelling: {@code TRIM(x)} is {@code trimBoth(x)}.
   */
  SqlNode read(String name, Span nameSpan) throws SyntaxException {
    Token open = tokens.next();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cast" -> cast(nameSpan, open);
      case "extract" -> extract(nameSpan, open);
      case "substring" -> substring(nameSpan, open);
      case "position" -> position(nameSpan, open);
      case "trim" -> trim(nameSpan, open);
      case "ltrim" -> call("trimLeft", expressions.arguments(open), nameSpan);
      case "rtrim" -> call("trimRight", expressions.arguments(open), nameSpan);
      case "tuple" -> call("tuple", expressions.arguments(open), nameSpan);
      case "dateadd", "date_add", "timestampadd", "timestamp_add" ->
          dateAdd("plus", nameSpan, open);
      case "datesub", "date_sub", "timestampsub", "timestamp_sub" ->
          dateAdd("minus", nameSpan, open);
      case "datediff", "date_diff", "timestampdiff", "timestamp_diff" -> dateDiff(nameSpan, open);
      case "exists" -> exists(name, nameSpan, open);
      default -> function(name, nameSpan, open);
    };
  }

  private SqlNode cast(Span name, Token open) throws SyntaxException {
    SqlNode value = expressions.expression();
    if (tokens.accept("AS")) {
      int mark = tokens.mark();
      String type = new TypeNames(tokens).read();
      Span span = tokens.since(mark);
      expressions.close(open);
      return call("CAST", List.of(value, new SqlNode.Literal(type, span)), name);
    }
    if (!tokens.acceptSymbol(",")) {
      throw tokens.atEnd()
          ? Unexpected.unclosed(open)
          : Unexpected.expected("the AS of CAST(… AS type)", tokens);
    }
    SqlNode type = expressions.argument();
    expressions.close(open);
    return call("CAST", List.of(value, type), name);
  }

  private SqlNode extract(Span name, Token open) throws SyntaxException {
    if (!tokens.peek(1).isWord("FROM") || tokens.peek().kind() != Kind.WORD) {
      return call("extract", expressions.arguments(open), name);
    }
    Token word = tokens.next();
    Units unit = Units.of(word);
    tokens.next();
    SqlNode time = expressions.argument();
    expressions.close(open);
    if (unit != null) {
      return call(unit.extract(), List.of(time), name);
    }
    return switch (word.text().toLowerCase(Locale.ROOT)) {
      case "epoch" -> call("toUnixTimestamp", List.of(time), name);
      case "dow" -> call("toDayOfWeek", List.of(time, Calls.integer(2, word.span())), name);
      case "doy" -> call("toDayOfYear", List.of(time), name);
      case "isodow" -> call("toDayOfWeek", List.of(time), name);
      case "isoyear" -> call("toISOYear", List.of(time), name);
      default ->
          throw new SyntaxException(
              word.start(),
              word.text()
                  + " is no unit of EXTRACT here; there are SECOND, MINUTE, HOUR, DAY, WEEK,"
                  + " MONTH, QUARTER, YEAR, EPOCH, DOW, DOY, ISODOW, ISOYEAR");
    };
  }

  private SqlNode substring(Span name, Token open) throws SyntaxException {
    List<SqlNode> arguments = new ArrayList<>();
    arguments.add(expressions.argument());
    if (!tokens.accept("FROM")) {
      return call("substring", rest(arguments, open), name);
    }
    arguments.add(expressions.argument());
    if (tokens.accept("FOR")) {
      arguments.add(expressions.argument());
    }
    expressions.close(open);
    return call("substring", arguments, name);
  }

  private SqlNode position(Span name, Token open) throws SyntaxException {
    if (!hasIn()) {
      return call("position", expressions.arguments(open), name);
    }
    SqlNode needle = expressions.above(Operator.COMPARISON, false);
    if (!tokens.accept("IN")) {
      throw Unexpected.expected("the IN of POSITION(… IN text)", tokens);
    }
    SqlNode haystack = expressions.argument();
    expressions.close(open);
    return call("position", List.of(haystack, needle), name);
  }

  /** Whether IN stands before the first comma of these brackets. */
  private boolean hasIn() {
    int open = 0;
    for (int i = 0; open >= 0; i++) {
      Token token = tokens.peek(i);
      if (open == 0 && (token.isSymbol(",") || token.isWord("IN"))) {
        return token.isWord("IN");
      }
      if (token.kind() == Kind.END) {
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

  private SqlNode trim(Span name, Token open) throws SyntaxException {
    String function = "trimBoth";
    if (tokens.peek(1).isSymbol(",") || tokens.peek(1).isSymbol(")")) {
      return call(function, expressions.arguments(open), name);
    }
    if (tokens.accept("LEADING")) {
      function = "trimLeft";
    } else if (tokens.accept("TRAILING")) {
      function = "trimRight";
    } else if (!tokens.accept("BOTH")) {
      return call(function, expressions.arguments(open), name);
    }
    SqlNode removed = expressions.argument();
    if (!tokens.accept("FROM")) {
      throw Unexpected.expected("the FROM of TRIM(… FROM text)", tokens);
    }
    SqlNode trimmed = expressions.argument();
    expressions.close(open);
    return removed instanceof SqlNode.Literal literal && "".equals(literal.value())
        ? calls.within(trimmed, expressions.since(name.start()))
        : call(function, List.of(trimmed, removed), name);
  }

  private SqlNode dateAdd(String function, Span name, Token open) throws SyntaxException {
    Units unit = unit();
    List<SqlNode> arguments = expressions.arguments(open);
    if (unit == null || arguments.size() != 2) {
      return call(function, arguments, name);
    }
    SqlNode number = arguments.get(0);
    SqlNode interval = calls.call(unit.interval(), List.of(number), name, number.span());
    return call(function, List.of(arguments.get(1), interval), name);
  }

  private SqlNode dateDiff(Span name, Token open) throws SyntaxException {
    Span unitSpan = tokens.peek().span();
    Units unit = unit();
    List<SqlNode> arguments = new ArrayList<>(expressions.arguments(open));
    if (unit != null) {
      arguments.add(0, new SqlNode.Literal(unit.lower(), unitSpan));
    }
    return call("dateDiff", arguments, name);
  }

  /** The unit with the comma behind it, or null, with nothing taken. */
  private @Nullable Units unit() {
    Units unit = tokens.peek(1).isSymbol(",") ? Units.of(tokens.peek()) : null;
    if (unit != null) {
      tokens.next();
      tokens.next();
    }
    return unit;
  }

  private SqlNode exists(String name, Span nameSpan, Token open) throws SyntaxException {
    if (!tokens.isWords("SELECT") && !tokens.isWords("WITH")) {
      return function(name, nameSpan, open);
    }
    tokens.skipBrackets();
    return new SqlNode.Subquery(expressions.since(nameSpan.start()));
  }

  private SqlNode function(String name, Span nameSpan, Token open) throws SyntaxException {
    boolean distinct = acceptDistinct();
    List<SqlNode> arguments = new ArrayList<>(expressions.arguments(open));
    if (tokens.isSymbol("(")) {
      refused.accept(
          name
              + "(…)(…) is an aggregate with parameters, and a view turns one row into at most one"
              + " row; aggregate in ClickHouse, in a materialized view over the target",
          nameSpan.start());
      Token second = tokens.next();
      distinct |= acceptDistinct();
      arguments.addAll(expressions.arguments(second));
    }
    String function = distinct ? name + "Distinct" : name;
    if (tokens.isWords("FILTER") && tokens.peek(1).isSymbol("(")) {
      tokens.next();
      tokens.next();
      tokens.skipBrackets();
      function += "If";
    }
    boolean nulls = tokens.accept("RESPECT", "NULLS") || tokens.accept("IGNORE", "NULLS");
    if (tokens.isWords("OVER") && (tokens.peek(1).isSymbol("(") || tokens.peek(1).isName())) {
      tokens.next();
      if (tokens.next().isSymbol("(")) {
        tokens.skipBrackets();
      }
      return new SqlNode.Window(expressions.since(nameSpan.start()));
    }
    if (nulls) {
      refused.accept(
          "RESPECT and IGNORE NULLS are for aggregates; aggregate in ClickHouse, in a materialized"
              + " view over the target",
          tokens.previous().start());
    }
    return call(function, arguments, nameSpan);
  }

  private boolean acceptDistinct() {
    Token following = tokens.peek(1);
    if (following.isSymbol(",") || following.isSymbol(")")) {
      return false;
    }
    if (tokens.isWords("ALL") && !following.isSymbol("(")) {
      tokens.next();
    }
    return tokens.accept("DISTINCT");
  }

  private List<SqlNode> rest(List<SqlNode> arguments, Token open) throws SyntaxException {
    if (tokens.acceptSymbol(",")) {
      arguments.addAll(expressions.arguments(open));
    } else {
      expressions.close(open);
    }
    return arguments;
  }

  private SqlNode call(String function, List<SqlNode> arguments, Span name) throws SyntaxException {
    return calls.call(function, arguments, name, expressions.since(name.start()));
  }
}
