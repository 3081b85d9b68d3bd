package dev.prejoin.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. Operators are calls of functions, under the names that ClickHouse gives
 * them itself: {@code a + b} is {@code plus(a, b)}, {@code x::Int8} is {@code CAST(x, 'Int8')},
 * CASE is {@code multiIf} or {@code caseWithExpression}, {@code [1, 2]} is {@code array(1, 2)}.
 */
public sealed interface SqlNode {
  /** Where it stands. */
  Span span();

  /**
   * A column, qualified or not.
   *
   * @param parts without quotes, such as {@code m}, {@code building_type}
   */
  record Name(List<String> parts, Span span) implements SqlNode {
    public Name {
      parts = List.copyOf(parts);
    }

    /** The last part: the column's or table's own name. */
    public String last() {
      return parts.get(parts.size() - 1);
    }
  }

  /**
   * A constant.
   *
   * @param value a BigInteger, Double, String or Boolean; null for NULL
   */
  record Literal(@Nullable Object value, Span span) implements SqlNode {}

  /**
   * A call of a function, or an operator.
   *
   * @param function its name as written, for an operator ClickHouse's name of its function
   * @param nameSpan where the function's name or the operator stands
   */
  record Call(String function, List<SqlNode> arguments, Span nameSpan, Span span)
      implements SqlNode {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code expression AS alias}, which ClickHouse allows anywhere. */
  record Aliased(SqlNode expression, String alias, Span aliasSpan, Span span) implements SqlNode {}

  /** {@code *} or {@code m.*}. */
  record Star(Span span) implements SqlNode {}

  /** A SELECT inside an expression. */
  record Subquery(Span span) implements SqlNode {}

  /** A call with OVER. */
  record Window(Span span) implements SqlNode {}

  /** {@code x -> …}. */
  record Lambda(Span span) implements SqlNode {}
}
