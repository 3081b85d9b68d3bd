package dev.prejoin.plan;

import dev.prejoin.expression.ColumnRef;
import dev.prejoin.expression.Constants;
import dev.prejoin.expression.Expr;
import dev.prejoin.expression.ExprType;
import dev.prejoin.expression.Inputs;
import dev.prejoin.expression.KeyFit;
import dev.prejoin.expression.Misuse;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Select;
import dev.prejoin.sql.Span;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SqlNode.Call;
import dev.prejoin.sql.SqlNode.Name;
import dev.prejoin.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves FROM: one stream, then lookups by the whole key of a dimension. */
final class From {
  /** A lookup and the expressions for its key columns, in their order. */
  record Found(Lookup lookup, List<Expr> key) {}

  private final String text;
  private final Catalog catalog;
  private final Scope scope;
  private final Expressions expressions;
  private final List<Found> lookups = new ArrayList<>();

  From(String text, Catalog catalog, Scope scope, Expressions expressions) {
    this.text = text;
    this.catalog = catalog;
    this.scope = scope;
    this.expressions = expressions;
  }

  List<Found> lookups() {
    return lookups;
  }

  /** The stream, or empty if the problem of one of the tables is told already. */
  Optional<Relation> read(Select select) throws Refusal {
    Select.Table from = select.from();
    if (from == null) {
      throw new Refusal(select.span(), "FROM is missing: a view reads a stream, row by row");
    }
    Optional<Relation> stream = catalog.stream(from.name());
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    scope.addTable(from.span(), alias(from), stream.get(), false);
    for (Select.Join join : select.joins()) {
      if (!lookup(join)) {
        return Optional.empty();
      }
    }
    return stream;
  }

  private boolean lookup(Select.Join join) throws Refusal {
    boolean inner = isInner(join);
    Select.Table table = join.table();
    if (table == null) {
      throw new Refusal(join.span(), Refused.SUBQUERY);
    }
    Optional<Relation> found = catalog.dimension(table.name());
    if (found.isEmpty()) {
      return false;
    }
    Relation dimension = found.get();
    String alias = alias(table);
    if (join.on() == null && join.using().isEmpty()) {
      throw new Refusal(
          table.span(),
          "a lookup needs its key: JOIN %s AS %s ON %s"
              .formatted(table.name().last(), alias, Key.form(dimension, alias)));
    }
    scope.addTable(table.span(), alias, dimension, !inner);
    Key key = new Key(dimension, alias, join.on() == null ? table.span() : join.on().span());
    if (join.on() != null) {
      key.on(join.on());
    }
    for (Name column : join.using()) {
      key.using(column);
    }
    lookups.add(
        new Found(
            new Lookup(dimension, catalog.hidden(dimension), alias, inner, key.texts()),
            key.complete()));
    return true;
  }

  /** What a SELECT that has a FROM calls its input. */
  static String alias(Select select) {
    return alias(Objects.requireNonNull(select.from()));
  }

  private static String alias(Select.Table table) {
    String alias = table.alias();
    return alias == null ? table.name().last() : alias;
  }

  private static boolean isInner(Select.Join join) throws Refusal {
    // By its whole key a dimension has one row at most, so that ANY and ALL mean the same.
    return switch (join.kind().replaceFirst("^GLOBAL ", "").replaceFirst("^(ANY|ALL) ", "")) {
      case "JOIN" -> true;
      case "LEFT JOIN" -> false;
      default -> throw new Refusal(join.kindSpan(), Refused.join(join.kind()));
    };
  }

  /** Takes an ON or USING apart into an expression for each key column. */
  private final class Key {
    private final Relation dimension;
    private final String alias;
    private final Span where;
    private final int row;
    private final @Nullable Expr[] parts;
    private final @Nullable String[] shown;

    Key(Relation dimension, String alias, Span where) {
      this.dimension = dimension;
      this.alias = alias;
      this.where = where;
      this.row = scope.lookups();
      this.parts = new Expr[dimension.key().size()];
      this.shown = new String[parts.length];
    }

    static String form(Relation dimension, String alias) {
      return String.join(
          " AND ", dimension.key().stream().map(k -> alias + "." + k.name() + " = …").toList());
    }

    void on(SqlNode condition) throws Refusal {
      List<SqlNode> conjuncts = new ArrayList<>();
      WhereRules.conjuncts(condition, conjuncts);
      for (SqlNode conjunct : conjuncts) {
        equality(conjunct);
      }
    }

    void using(Name column) throws Refusal {
      ColumnRef own =
          scope
              .column(column, row)
              .orElseThrow(
                  () -> new Refusal(column, dimension.name() + " has no column " + column.last()));
      for (int left = 0; left < row; left++) {
        Optional<ColumnRef> value = scope.column(column, left);
        if (value.isPresent()) {
          put(column, own, column, value.get());
          scope.addMerged(column.last());
          return;
        }
      }
      throw new Refusal(column, "nothing before " + alias + " has a column " + column.last());
    }

    List<Expr> complete() throws Refusal {
      List<Expr> complete = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        Expr part = parts[i];
        if (part == null) {
          throw new Refusal(
              where,
              "the key of %s is not whole: %s is missing; write ON %s"
                  .formatted(
                      dimension.name(),
                      alias + "." + dimension.key().get(i).name(),
                      form(dimension, alias)));
        }
        complete.add(part);
      }
      return complete;
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      for (String part : shown) {
        texts.add(String.valueOf(part));
      }
      return texts;
    }

    private void equality(SqlNode conjunct) throws Refusal {
      if (!(conjunct instanceof Call call) || !call.function().equals("equals")) {
        throw notKey(conjunct, "this is no equality");
      }
      SqlNode left = call.arguments().get(0);
      SqlNode right = call.arguments().get(1);
      Expr a = expressions.resolve(left);
      Expr b = expressions.resolve(right);
      if (isOwnColumn(a) && !Inputs.reads(b, row)) {
        put(left, (ColumnRef) a, right, b);
      } else if (isOwnColumn(b) && !Inputs.reads(a, row)) {
        put(right, (ColumnRef) b, left, a);
      } else {
        throw notKey(
            conjunct, "one side must be a column of " + alias + ", the other read none of it");
      }
    }

    private boolean isOwnColumn(Expr expr) {
      return expr instanceof ColumnRef column && column.row() == row;
    }

    private void put(SqlNode at, ColumnRef column, SqlNode valueNode, Expr value) throws Refusal {
      List<String> names = dimension.key().stream().map(Column::name).toList();
      int index = names.indexOf(column.column().name());
      if (index < 0) {
        throw notKey(
            at,
            "%s is not in its key, which is %s"
                .formatted(column.shown(), String.join(", ", names)));
      }
      if (parts[index] != null) {
        throw new Refusal(at, column.shown() + " is given twice");
      }
      Column part = dimension.key().get(index);
      String valueText = SqlText.oneLine(text, valueNode.span());
      try {
        parts[index] = KeyFit.of(Constants.as(value, ExprType.of(part.type())), part.type());
      } catch (Misuse e) {
        throw new Refusal(
            valueNode,
            "%s is %s, and the key column %s is %s: %s"
                .formatted(valueText, value.type(), column.shown(), part.type(), e.words()));
      }
      shown[index] = valueText;
    }

    private Refusal notKey(SqlNode at, String why) {
      return new Refusal(
          at,
          "%s can be looked up by its whole primary key only: %s; write ON %s, and other conditions"
                  .formatted(dimension.name(), why, form(dimension, alias))
              + " in WHERE");
    }
  }
}
