package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Resolves FROM: one stream, then lookups by the whole key of a dimension. */
final class From {
  /** A lookup and the expressions for its key columns, in their order. */
  record Found(Lookup lookup, List<Expr> key) {}

  private final Catalog catalog;
  private final Scope scope;
  private final Texts texts;
  private final List<Found> lookups = new ArrayList<>();
  private @Nullable Relation stream;

  From(Catalog catalog, Scope scope, Texts texts) {
    this.catalog = catalog;
    this.scope = scope;
    this.texts = texts;
  }

  List<Found> lookups() {
    return lookups;
  }

  /** The stream, or empty if the problem of one of the tables is told already. */
  Optional<Relation> read(@Nullable SqlNode from, SqlNode select) throws Refusal {
    if (from == null) {
      throw new Refusal(select, "FROM is missing: a view reads a stream, row by row");
    }
    return readAll(from) ? Optional.ofNullable(stream) : Optional.empty();
  }

  private boolean readAll(SqlNode node) throws Refusal {
    if (node instanceof SqlJoin join) {
      return readAll(join.getLeft()) && readJoin(join);
    }
    Named named = named(node);
    Optional<Relation> found = catalog.stream(named.table);
    if (found.isPresent()) {
      stream = found.get();
      scope.addTable(node, named.alias, found.get(), false);
    }
    return found.isPresent();
  }

  private boolean readJoin(SqlJoin join) throws Refusal {
    boolean inner = isInner(join);
    Named named = named(join.getRight());
    Optional<Relation> found = catalog.dimension(named.table);
    if (found.isEmpty()) {
      return false;
    }
    SqlNode condition = join.getCondition();
    if (join.getConditionType() != JoinConditionType.ON || condition == null) {
      throw new Refusal(
          join.getRight(),
          "a lookup needs its key: JOIN %s AS %s ON %s"
              .formatted(named.table, named.alias, form(found.get(), named.alias)));
    }
    scope.addTable(join.getRight(), named.alias, found.get(), !inner);
    List<Expr> key = new KeyCondition(found.get(), named.alias).read(condition);
    List<String> shown = new ArrayList<>();
    for (SqlNode text : keyTexts) {
      shown.add(texts.of(text));
    }
    lookups.add(new Found(new Lookup(found.get(), named.alias, inner, shown), key));
    return true;
  }

  private List<SqlNode> keyTexts = List.of();

  private static boolean isInner(SqlJoin join) throws Refusal {
    SqlNode where = join.getJoinTypeNode();
    if (join.isNatural()) {
      throw new Refusal(join.getRight(), "NATURAL JOIN is not supported; write ON and the key");
    }
    JoinType type = join.getJoinType();
    return switch (type) {
      case INNER -> true;
      case LEFT -> false;
      case COMMA, CROSS ->
          throw new Refusal(
              type == JoinType.COMMA ? join.getRight() : where,
              "a join without a key is not supported; write [LEFT] JOIN … ON and the dimension's"
                  + " key");
      default ->
          throw new Refusal(
              where,
              type.lowerName.toUpperCase(java.util.Locale.ROOT).replace('_', ' ')
                  + " JOIN is not supported: rows of the stream come one by one and look up;"
                  + " write LEFT JOIN or JOIN");
    };
  }

  private record Named(SqlIdentifier table, String alias) {}

  private static Named named(SqlNode node) throws Refusal {
    SqlNode table = node;
    String alias = "";
    if (node instanceof SqlBasicCall as && as.getKind() == SqlKind.AS) {
      table = as.operand(0);
      SqlNode given = as.operand(1);
      alias = given.toString();
      String refusal = Refused.alias(alias);
      if (!refusal.isEmpty()) {
        throw new Refusal(given, refusal);
      }
    }
    if (table instanceof SqlJoin || table.isA(SqlKind.QUERY)) {
      throw new Refusal(table, Refused.SUBQUERY);
    }
    if (!(table instanceof SqlIdentifier name)) {
      throw new Refusal(table, "a table's name must stand here");
    }
    return new Named(name, alias.isEmpty() ? Catalog.last(name) : alias);
  }

  private static String form(Relation dimension, String alias) {
    return String.join(
        " AND ", dimension.key().stream().map(k -> alias + "." + k.name() + " = …").toList());
  }

  /** Takes an ON apart into an expression for each key column. */
  private final class KeyCondition {
    private final Relation dimension;
    private final String alias;
    private final int row;
    private final @Nullable Expr[] key;
    private final @Nullable SqlNode[] nodes;

    KeyCondition(Relation dimension, String alias) {
      this.dimension = dimension;
      this.alias = alias;
      this.row = scope.lookups();
      this.key = new Expr[dimension.key().size()];
      this.nodes = new SqlNode[key.length];
    }

    List<Expr> read(SqlNode condition) throws Refusal {
      for (SqlNode conjunct : Conjuncts.of(condition)) {
        readEquality(conjunct);
      }
      List<Expr> complete = new ArrayList<>();
      List<SqlNode> written = new ArrayList<>();
      for (int i = 0; i < key.length; i++) {
        Expr part = key[i];
        SqlNode node = nodes[i];
        if (part == null || node == null) {
          throw new Refusal(
              condition,
              "the key of %s is not whole: %s is missing; write ON %s"
                  .formatted(
                      dimension.name(),
                      alias + "." + dimension.key().get(i).name(),
                      form(dimension, alias)));
        }
        complete.add(part);
        written.add(node);
      }
      keyTexts = written;
      return complete;
    }

    private void readEquality(SqlNode conjunct) throws Refusal {
      if (conjunct.getKind() != SqlKind.EQUALS) {
        throw notKey(conjunct, "this is no equality");
      }
      SqlNode left = ((SqlBasicCall) conjunct).operand(0);
      SqlNode right = ((SqlBasicCall) conjunct).operand(1);
      Expressions expressions = new Expressions(scope, null);
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

    private void put(SqlNode where, ColumnRef column, SqlNode valueNode, Expr value)
        throws Refusal {
      List<String> names = dimension.key().stream().map(Column::name).toList();
      int index = names.indexOf(column.column().name());
      if (index < 0) {
        throw notKey(
            where,
            "%s is not in its key, which is %s"
                .formatted(column.shown(), String.join(", ", names)));
      }
      if (key[index] != null) {
        throw new Refusal(where, column.shown() + " is given twice");
      }
      Column part = dimension.key().get(index);
      if (value.type().family() == ExprType.Family.FLOAT || !Fit.fits(value.type(), part.type())) {
        throw new Refusal(
            valueNode,
            "%s is %s, and the key column %s is %s: they must be of one type, and no Float"
                .formatted(texts.of(valueNode), value.type(), column.shown(), part.type()));
      }
      key[index] = value;
      nodes[index] = valueNode;
    }

    private Refusal notKey(SqlNode where, String why) {
      return new Refusal(
          where,
          "%s can be looked up by its whole primary key only: %s; write ON %s, and other conditions"
                  .formatted(dimension.name(), why, form(dimension, alias))
              + " in WHERE");
    }
  }
}
