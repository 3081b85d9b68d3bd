package dev.prejoin.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT as written.
 *
 * @param with the expressions that {@code WITH expression AS name} gives names
 * @param items an {@link SqlNode.Aliased} where AS gives a name
 * @param from null if there is none
 * @param others all other parts that it has, which a view cannot have
 * @param span all of it
 */
public record Select(
    List<SqlNode.Aliased> with,
    List<SqlNode> items,
    @Nullable Table from,
    List<Join> joins,
    @Nullable SqlNode where,
    List<Clause> others,
    Span span) {

  /**
   * A table.
   *
   * @param name with its database, if it has one
   * @param alias null if none is given
   * @param span name and alias
   */
  public record Table(
      SqlNode.Name name, @Nullable String alias, @Nullable Span aliasSpan, Span span) {}

  /**
   * One JOIN.
   *
   * @param kind its words in upper case, in one order whatever the statement's: {@code JOIN},
   *     {@code LEFT JOIN}, {@code ANY LEFT JOIN}, {@code ASOF JOIN}, {@code CROSS JOIN}, or a comma
   * @param table null if it is a subquery
   * @param on null if it has none
   * @param using the columns of USING, else empty
   * @param kindSpan its words
   */
  public record Join(
      String kind,
      @Nullable Table table,
      @Nullable SqlNode on,
      List<SqlNode.Name> using,
      Span kindSpan,
      Span span) {
    public Join {
      using = List.copyOf(using);
    }
  }

  /** A part of a SELECT that a view cannot have. */
  public record Clause(Kind kind, Span span) {

    /** Which part. */
    public enum Kind {
      DISTINCT,
      GROUP_BY,
      HAVING,
      ORDER_BY,
      LIMIT,
      UNION,
      WINDOW,
      QUALIFY,
      PREWHERE,
      FINAL,
      SAMPLE,
      ARRAY_JOIN,
      FORMAT,
      WITH_TABLE,
      FROM_SUBQUERY
    }
  }

  public Select {
    with = List.copyOf(with);
    items = List.copyOf(items);
    joins = List.copyOf(joins);
    others = List.copyOf(others);
  }
}
