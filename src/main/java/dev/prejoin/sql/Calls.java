package dev.prejoin.sql;

import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;

/** Makes the nodes of a tree, and holds it to a depth that later steps can walk down. */
final class Calls {
  /** ClickHouse's max_ast_depth is 1,000; chains of AND, OR and {@code ||} count once. */
  static final int DEEPEST = 400;

  private final IdentityHashMap<SqlNode, Integer> depths = new IdentityHashMap<>();

  SqlNode call(String function, List<SqlNode> arguments, Span nameSpan, Span span)
      throws SyntaxException {
    int depth = 0;
    for (SqlNode argument : arguments) {
      depth = Math.max(depth, depths.getOrDefault(argument, 0));
    }
    return deep(new SqlNode.Call(function, arguments, nameSpan, span), depth + 1);
  }

  /** With an alias, which in ClickHouse takes the place of one that it has. */
  SqlNode aliased(SqlNode named, Token alias) throws SyntaxException {
    SqlNode expression = named instanceof SqlNode.Aliased inner ? inner.expression() : named;
    return deep(
        new SqlNode.Aliased(expression, alias.text(), alias.span(), named.span().to(alias.span())),
        depths.getOrDefault(expression, 0) + 1);
  }

  /** The same node with brackets around it. */
  SqlNode within(SqlNode node, Span span) throws SyntaxException {
    return deep(spanning(node, span), depths.getOrDefault(node, 0));
  }

  private static SqlNode spanning(SqlNode node, Span span) {
    if (node instanceof SqlNode.Name name) {
      return new SqlNode.Name(name.parts(), span);
    }
    if (node instanceof SqlNode.Literal literal) {
      return new SqlNode.Literal(literal.value(), span);
    }
    if (node instanceof SqlNode.Call call) {
      return new SqlNode.Call(call.function(), call.arguments(), call.nameSpan(), span);
    }
    if (node instanceof SqlNode.Aliased aliased) {
      return new SqlNode.Aliased(aliased.expression(), aliased.alias(), aliased.aliasSpan(), span);
    }
    if (node instanceof SqlNode.Star) {
      return new SqlNode.Star(span);
    }
    if (node instanceof SqlNode.Subquery) {
      return new SqlNode.Subquery(span);
    }
    return node instanceof SqlNode.Window ? new SqlNode.Window(span) : new SqlNode.Lambda(span);
  }

  static SqlNode integer(long value, Span span) {
    return new SqlNode.Literal(BigInteger.valueOf(value), span);
  }

  private SqlNode deep(SqlNode node, int depth) throws SyntaxException {
    if (depth > DEEPEST) {
      throw new SyntaxException(node.span().start(), tooDeep());
    }
    depths.put(node, depth);
    return node;
  }

  static String tooDeep() {
    return "this expression is nested more than %d deep; make its parts columns of an earlier view"
        .formatted(DEEPEST);
  }
}
