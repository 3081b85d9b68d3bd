package dev.prejoin.plan;

import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Resolves the SELECT list and matches it with the target's columns, by name. */
final class SelectList {
  /**
   * @param name the column that it is for
   * @param sql its text
   */
  record Item(String name, Expr expr, String sql, SqlNode node) {}

  private record Named(String name, SqlNode expression) {}

  private final ViewDefinition definition;
  private final Scope scope;
  private final Texts texts;
  private final Consumer<Refusal> refused;

  /** What was refused already may be what is missing. */
  private final List<String> told = new ArrayList<>();

  private boolean allNamed = true;

  SelectList(ViewDefinition definition, Scope scope, Texts texts, Consumer<Refusal> refused) {
    this.definition = definition;
    this.scope = scope;
    this.texts = texts;
    this.refused = refused;
  }

  List<Item> read(List<? extends SqlNode> nodes) {
    List<Named> named = names(nodes);
    List<Item> items = new ArrayList<>();
    for (Named item : named) {
      try {
        Expr expr = new Expressions(scope, item.name).resolve(item.expression);
        items.add(new Item(item.name, expr, texts.of(item.expression), item.expression));
      } catch (Refusal e) {
        refused.accept(e);
        told.add(item.name);
      }
    }
    return items;
  }

  private List<Named> names(List<? extends SqlNode> nodes) {
    List<Named> named = new ArrayList<>();
    for (SqlNode node : nodes) {
      if (node instanceof SqlBasicCall as && as.getKind() == SqlKind.AS) {
        String alias = as.operand(1).toString();
        scope.addAlias(alias, as.operand(0));
        named.add(new Named(alias, as.operand(0)));
      } else if (node instanceof SqlIdentifier column && !column.isStar()) {
        named.add(new Named(Catalog.last(column), column));
      } else {
        allNamed = false;
        refuseNameless(node);
      }
    }
    return named;
  }

  private void refuseNameless(SqlNode node) {
    try {
      new Expressions(scope, null).resolve(node);
      refused.accept(
          new Refusal(
              node,
              "this has no name; write %s AS the column of %s that it is for"
                  .formatted(texts.of(node), definition.target())));
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
        checkFit(item, column, target);
        matched.add(item);
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
      ExprType type = item.expr.type();
      ColumnType column =
          Fit.narrowest(type).orElseThrow(() -> new IllegalStateException("no column is " + type));
      columns.add(new Column(item.name, column.withNullable(notNull.mayBeNull(item.expr))));
    }
    return new Relation(definition.target(), columns, List.of());
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

  private void checkFit(Item item, Column column, Relation target) {
    ExprType type = item.expr.type();
    if (!Fit.fits(type, column.type())) {
      refuse(
          item.node,
          "%s does not fit the column %s of %s: %s; change the type in schemas/avro/%s.avsc"
              .formatted(
                  item.sql,
                  column.name(),
                  target.name(),
                  Fit.loss(type, column.type()),
                  target.name()));
    }
  }

  private void refuse(SqlNode where, String words) {
    refused.accept(new Refusal(where, words));
  }

  private void refuseTarget(String words) {
    refused.accept(
        new Refusal(new SqlParserPos(definition.targetLine(), definition.targetColumn()), words));
  }
}
