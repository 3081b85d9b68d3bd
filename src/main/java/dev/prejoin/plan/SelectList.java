package dev.prejoin.plan;

import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.expression.Constants;
import dev.prejoin.expression.Expr;
import dev.prejoin.expression.ExprType;
import dev.prejoin.expression.Family;
import dev.prejoin.expression.Fit;
import dev.prejoin.expression.Misuse;
import dev.prejoin.expression.NotNull;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Problems;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SqlNode.Aliased;
import dev.prejoin.sql.SqlNode.Name;
import dev.prejoin.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Resolves the SELECT list and matches it with the target's columns, by name. */
final class SelectList {
  /**
   * @param name the column that it is for
   * @param sql its text
   */
  record Item(String name, Expr expr, String sql, SqlNode node) {}

  private final String text;
  private final ViewDefinition definition;
  private final Expressions expressions;
  private final Scope scope;
  private final Consumer<Refusal> refused;
  private final Problems problems;

  /** What was refused already may be what is missing. */
  private final List<String> told = new ArrayList<>();

  private boolean allNamed = true;

  SelectList(
      String text,
      ViewDefinition definition,
      Expressions expressions,
      Scope scope,
      Consumer<Refusal> refused,
      Problems problems) {
    this.text = text;
    this.definition = definition;
    this.expressions = expressions;
    this.scope = scope;
    this.refused = refused;
    this.problems = problems;
  }

  List<Item> read(List<SqlNode> nodes) {
    List<Item> items = new ArrayList<>();
    for (SqlNode node : nodes) {
      if (node instanceof Aliased aliased) {
        add(aliased.alias(), aliased.expression(), items);
      } else if (node instanceof Name column) {
        if (scope.keepsItsTable(column)) {
          String called = String.join(".", column.parts());
          refuse(
              column,
              "ClickHouse calls this %s, as several of the tables have %s; write %s AS %s"
                  .formatted(called, column.last(), called, column.last()));
        }
        add(column.last(), column, items);
      } else {
        allNamed = false;
        refuseNameless(node);
      }
    }
    return items;
  }

  private void add(String name, SqlNode expression, List<Item> items) {
    try {
      Expr expr = expressions.resolve(expression, name);
      items.add(new Item(name, expr, SqlText.oneLine(text, expression.span()), expression));
    } catch (Refusal e) {
      refused.accept(e);
      told.add(name);
    }
  }

  private void refuseNameless(SqlNode node) {
    try {
      expressions.resolve(node);
      refuse(
          node,
          "this has no name; write %s AS the column of %s that it is for"
              .formatted(SqlText.oneLine(text, node.span()), definition.target()));
    } catch (Refusal e) {
      refused.accept(e);
    }
  }

  /** The items in the order of the target's columns; meaningless if one was refused. */
  List<Item> match(List<Item> items, Relation target) {
    Map<String, Item> byName = new LinkedHashMap<>();
    List<String> known = target.columns().stream().map(Column::name).toList();
    for (Item item : items) {
      if (byName.putIfAbsent(item.name, item) != null) {
        refuse(
            item.node,
            "%s is selected twice; each column of %s is selected once"
                .formatted(item.name, target.name()));
      } else if (!known.contains(item.name)) {
        refuse(
            item.node,
            "the target %s has no column %s%s; or add it to schemas/avro/%s.avsc"
                .formatted(target.name(), item.name, Nearest.to(item.name, known), target.name()));
      }
    }
    List<Item> matched = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Column column : target.columns()) {
      Item item = byName.get(column.name());
      if (item != null) {
        matched.add(fitted(item, column, target));
      } else {
        missing.add(column.name());
      }
    }
    if (!missing.isEmpty() && told.isEmpty() && allNamed) {
      refuseTarget(
          "the target %s has columns that %s does not select: %s; select them, or remove them from"
                  .formatted(target.name(), definition.name(), String.join(", ", missing))
              + " schemas/avro/"
              + target.name()
              + ".avsc");
    }
    return matched;
  }

  /** The target that the items would fill without loss. */
  Relation infer(List<Item> items, NotNull notNull) {
    List<Column> columns = new ArrayList<>();
    for (Item item : items) {
      ExprType type = item.expr.type().withNullable(false);
      Optional<ColumnType> column = type.column();
      if (column.isEmpty()) {
        refuse(
            item.node,
            item.expr.type().is(Family.NOTHING)
                ? item.sql
                    + " has no type of its own; write CAST(NULL AS Nullable(String)), or of another type"
                : "%s is %s, which no column can be".formatted(item.sql, item.expr.type()));
      }
      column
          .map(found -> orNull(found, notNull.mayBeNull(item.expr)))
          .ifPresent(found -> columns.add(new Column(item.name, found)));
    }
    return new Relation(definition.target(), columns, List.of());
  }

  /** An array is never NULL, as ClickHouse has it. */
  private static ColumnType orNull(ColumnType type, boolean nullable) {
    return type.withNullable(nullable && type.kind() != ColumnType.Kind.ARRAY);
  }

  /** Says what the schema that is missing must hold. */
  void describeMissing(List<Item> items) {
    refuseTarget(
        "the target has no schema: schemas/avro/%s.avsc does not exist; ./prejoin plan --schemas writes it; the SELECT gives %s"
            .formatted(
                definition.target(),
                items.stream()
                    .map(i -> i.name + " " + i.expr.type())
                    .collect(Collectors.joining(", "))));
  }

  private Item fitted(Item item, Column column, Relation target) {
    try {
      Expr expr = Constants.as(item.expr, ExprType.of(column.type()));
      if (Fit.fits(expr.type(), column.type())) {
        return new Item(item.name, expr, item.sql, item.node);
      }
      refuse(
          item.node,
          "%s does not fit the column %s of %s: %s; %schange the type in schemas/avro/%s.avsc"
              .formatted(
                  item.sql,
                  column.name(),
                  target.name(),
                  Fit.loss(expr.type(), column.type()),
                  Fit.conversion(expr.type(), column.type())
                      .map(how -> "convert it with " + how + ", or ")
                      .orElse(""),
                  target.name()));
    } catch (Misuse e) {
      refuse(item.node, item.sql + ": " + e.words());
    }
    return item;
  }

  private void refuse(SqlNode where, String words) {
    refused.accept(new Refusal(where, words));
  }

  private void refuseTarget(String words) {
    problems.add(definition.targetLine(), definition.targetColumn(), words);
  }
}
