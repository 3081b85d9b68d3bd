package dev.prejoin.plan;

import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.definition.ViewDefinition.RuleName;
import dev.prejoin.expression.ColumnRef;
import dev.prejoin.expression.Expr;
import dev.prejoin.expression.Inputs;
import dev.prejoin.plan.Rule.Input;
import dev.prejoin.sql.Places;
import dev.prejoin.sql.Problems;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SqlNode.Call;
import dev.prejoin.sql.SqlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a rule of each conjunct of WHERE. */
final class WhereRules {
  /** A rule and its condition. */
  record Found(Rule rule, Expr condition) {}

  private final String text;
  private final ViewDefinition definition;
  private final Expressions expressions;
  private final Consumer<Refusal> refused;
  private final Problems problems;

  WhereRules(
      String text,
      ViewDefinition definition,
      Expressions expressions,
      Consumer<Refusal> refused,
      Problems problems) {
    this.text = text;
    this.definition = definition;
    this.expressions = expressions;
    this.refused = refused;
    this.problems = problems;
  }

  /** The rules by stage, and within one in the order of the text. */
  List<Found> read(@Nullable SqlNode where) {
    List<SqlNode> conjuncts = new ArrayList<>();
    if (where != null) {
      conjuncts(where, conjuncts);
    }
    String[] names = names(conjuncts);
    List<Found> rules = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      try {
        Expr condition = expressions.condition(conjuncts.get(i));
        Rule rule =
            new Rule(
                names[i],
                SqlText.oneLine(text, conjuncts.get(i).span()),
                Inputs.stage(condition),
                Inputs.of(condition).stream().map(WhereRules::input).toList());
        rules.add(new Found(rule, condition));
      } catch (Refusal e) {
        refused.accept(e);
      }
    }
    rules.sort(Comparator.comparingInt(found -> found.rule().stage()));
    return rules;
  }

  /** The parts of a condition that AND holds together; a BETWEEN is one, though it has an AND. */
  static void conjuncts(SqlNode node, List<SqlNode> into) {
    if (node instanceof Call call
        && call.function().equals("and")
        && call.arguments().stream().noneMatch(part -> part.span().equals(call.span()))) {
      call.arguments().forEach(argument -> conjuncts(argument, into));
    } else {
      into.add(node);
    }
  }

  private static Input input(ColumnRef column) {
    return new Input(
        column.shown(), column.row(), column.position(), column.column(), column.absent());
  }

  private String[] names(List<SqlNode> conjuncts) {
    Places places = new Places(text);
    String[] names =
        conjuncts.stream().map(c -> SqlText.oneLine(text, c.span())).toArray(String[]::new);
    for (RuleName comment : definition.ruleNames()) {
      int named = -1;
      for (int i = 0; i < names.length; i++) {
        int end = conjuncts.get(i).span().end();
        if (places.line(end - 1) == comment.line() && end <= comment.offset()) {
          named = i;
        }
      }
      if (named >= 0) {
        names[named] = comment.name();
      } else {
        problems.add(
            comment.line(),
            comment.column(),
            "no rule ends on this line before the comment that names it; write it behind a"
                + " condition of WHERE");
      }
    }
    return names;
  }
}
