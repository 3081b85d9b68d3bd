package dev.prejoin.plan;

import dev.prejoin.definition.Restate;
import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.expression.Expr;
import dev.prejoin.expression.Function;
import dev.prejoin.expression.Misuse;
import dev.prejoin.expression.NotNull;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Problems;
import dev.prejoin.sql.Select;
import dev.prejoin.sql.Select.Clause.Kind;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SqlNode.Aliased;
import dev.prejoin.sql.SqlNode.Call;
import dev.prejoin.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles one view; what is wrong with it goes to the problems of its file. */
final class ViewCompiler {
  private final String text;
  private final ViewDefinition definition;
  private final Catalog catalog;
  private final Problems problems;
  private final Scope scope = new Scope();
  private final Expressions expressions;

  ViewCompiler(String text, ViewDefinition definition, Catalog catalog, Problems problems) {
    this.text = text;
    this.definition = definition;
    this.catalog = catalog;
    this.problems = problems;
    this.expressions = new Expressions(text, scope);
  }

  /**
   * The view, or empty if it has problems. The target takes its key from the stream, unless it has
   * one of its own.
   *
   * @param declared the target by its schema, if it has one
   * @param infer whether a target without one is what the SELECT gives, and no problem
   */
  Optional<View> compile(Optional<Relation> declared, boolean infer) {
    int before = problems.count();
    Select select = definition.select();
    select.others().forEach(c -> problems.add(c.span().start(), Refused.clause(c.kind())));
    if (select.others().stream().anyMatch(c -> c.kind() == Kind.FROM_SUBQUERY)) {
      return Optional.empty();
    }
    From from = new From(text, catalog, scope, expressions);
    Optional<Relation> stream;
    try {
      aliases(select);
      stream = from.read(select);
    } catch (Refusal e) {
      add(e);
      return Optional.empty();
    }
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    SelectList items = new SelectList(text, definition, expressions, scope, this::add, problems);
    List<SelectList.Item> projected = items.read(select.items());
    List<WhereRules.Found> rules =
        new WhereRules(text, definition, expressions, this::add, problems).read(select.where());
    Optional<Relation> target = declared;
    if (target.isEmpty()) {
      if (!infer) {
        items.describeMissing(projected);
      }
      if (problems.count() > before) {
        return Optional.empty();
      }
      target = Optional.of(items.infer(projected, notNull(rules)));
    }
    DeclaredColumns.check(definition.columns(), target.get(), problems);
    List<SelectList.Item> outputs = items.match(projected, target.get());
    if (problems.count() > before) {
      return Optional.empty();
    }
    boolean dimension = !target.get().key().isEmpty();
    Relation keyed =
        dimension
            ? target.get()
            : new Relation(target.get().name(), target.get().columns(), stream.get().key());
    return view(keyed, stream.get(), dimension, rules, from.lookups(), outputs);
  }

  private static NotNull notNull(List<WhereRules.Found> rules) {
    return new NotNull(rules.stream().map(WhereRules.Found::condition).toList());
  }

  private Optional<View> view(
      Relation target,
      Relation stream,
      boolean dimension,
      List<WhereRules.Found> rules,
      List<From.Found> lookups,
      List<SelectList.Item> outputs) {
    List<Expr> columns = outputs.stream().map(SelectList.Item::expr).toList();
    try {
      return Optional.of(
          new View(
              definition.name(),
              target,
              stream,
              dimension,
              definition.keepRejects() && !rules.isEmpty(),
              definition.restate() == Restate.ALWAYS,
              steps(rules, lookups, outputs, target),
              differences(),
              viewText(),
              ViewCodeWriter.write(rules, lookups, columns, target)));
    } catch (Misuse e) {
      problems.add(definition.select().span().start(), e.words());
      return Optional.empty();
    }
  }

  private ViewText viewText() {
    Select select = definition.select();
    return new ViewText(
        select.with().stream().map(w -> SqlText.oneLine(text, w.span())).toList(),
        From.alias(select));
  }

  /** How the functions that it calls differ from ClickHouse's. */
  private List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (Function function : expressions.used()) {
      String difference = function.difference();
      if (difference != null) {
        differences.add(function.name() + ": " + difference);
      }
    }
    return differences;
  }

  /** ClickHouse allows AS anywhere, and the name everywhere. */
  private void aliases(Select select) {
    select.with().forEach(this::aliases);
    select.items().forEach(this::aliases);
    SqlNode where = select.where();
    if (where != null) {
      aliases(where);
    }
  }

  private void aliases(SqlNode node) {
    if (node instanceof Aliased aliased) {
      scope.addAlias(aliased.alias(), aliased.expression());
      aliases(aliased.expression());
    } else if (node instanceof Call call) {
      call.arguments().forEach(this::aliases);
    }
  }

  private static List<Step> steps(
      List<WhereRules.Found> rules,
      List<From.Found> lookups,
      List<SelectList.Item> outputs,
      Relation target) {
    List<Step> steps = new ArrayList<>();
    for (int stage = 0; stage <= lookups.size(); stage++) {
      if (stage > 0) {
        steps.add(lookups.get(stage - 1).lookup());
      }
      for (WhereRules.Found rule : rules) {
        if (rule.rule().stage() == stage) {
          steps.add(rule.rule());
        }
      }
    }
    steps.add(projection(outputs, target, notNull(rules)));
    return steps;
  }

  private static Projection projection(
      List<SelectList.Item> outputs, Relation target, NotNull notNull) {
    List<Projection.Output> columns = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      SelectList.Item output = outputs.get(i);
      ColumnType type = target.columns().get(i).type();
      columns.add(
          new Projection.Output(
              output.name(),
              type,
              output.sql(),
              !type.nullable() && notNull.mayBeNull(output.expr())));
    }
    return new Projection(columns);
  }

  private void add(Refusal refusal) {
    problems.add(refusal.where().start(), refusal.words());
  }
}
