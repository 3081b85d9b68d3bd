package dev.prejoin.plan;

import dev.prejoin.definition.Problems;
import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** Compiles one view; what is wrong with it goes to the problems of its file. */
final class ViewCompiler {
  private final ViewDefinition definition;
  private final Catalog catalog;
  private final Problems problems;
  private final Scope scope = new Scope();
  private final Texts texts;

  ViewCompiler(ViewDefinition definition, Catalog catalog, Problems problems) {
    this.definition = definition;
    this.catalog = catalog;
    this.problems = problems;
    this.texts = new Texts(definition.select());
  }

  /**
   * The view, or empty if there are problems. The target's key is taken from the stream.
   *
   * @param declared the target by its schema, if it has one
   * @param infer whether a target without one is what the SELECT gives, and no problem
   */
  Optional<View> compile(Optional<Relation> declared, boolean infer) {
    SqlSelect select;
    From from = new From(catalog, scope, texts);
    Optional<Relation> stream;
    try {
      select = SelectShape.check(ClickHouseParser.parse(definition.select()));
      stream = from.read(select.getFrom(), select);
    } catch (Refusal e) {
      add(e);
      return Optional.empty();
    }
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    SelectList items = new SelectList(definition, scope, texts, this::add);
    List<SelectList.Item> projected = items.read(select.getSelectList());
    List<WhereRules.Found> rules = rules(select);
    Optional<Relation> target = declared;
    if (target.isEmpty()) {
      if (!infer) {
        items.describeMissing(projected);
      }
      if (!problems.isEmpty()) {
        return Optional.empty();
      }
      target = Optional.of(items.infer(projected, notNull(rules)));
    }
    List<SelectList.Item> outputs = items.match(projected, target.get());
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    Relation keyed = new Relation(target.get().name(), target.get().columns(), stream.get().key());
    return Optional.of(
        new View(
            definition.name(),
            keyed,
            stream.get(),
            definition.keepRejects() && !rules.isEmpty(),
            steps(rules, from.lookups(), outputs, keyed),
            ViewCodeWriter.write(
                rules,
                from.lookups(),
                outputs.stream().map(SelectList.Item::expr).toList(),
                keyed)));
  }

  private static NotNull notNull(List<WhereRules.Found> rules) {
    return new NotNull(rules.stream().map(WhereRules.Found::condition).toList());
  }

  private List<WhereRules.Found> rules(SqlSelect select) {
    SqlNode where = select.getWhere();
    return new WhereRules(definition, scope, texts, this::add, problems)
        .read(where == null ? List.of() : Conjuncts.of(where));
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
    List<Projection.Output> columns = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      columns.add(
          new Projection.Output(
              outputs.get(i).name(), target.columns().get(i).type(), outputs.get(i).sql()));
    }
    steps.add(new Projection(columns));
    return steps;
  }

  private void add(Refusal refusal) {
    int line = refusal.position().getLineNum();
    if (line == 0) {
      problems.add(definition.line(), definition.column(), refusal.words());
    } else {
      problems.add(line, refusal.position().getColumnNum(), refusal.words());
    }
  }
}
