package dev.prejoin.plan;

import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.definition.ViewDefinition.RuleName;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes a rule of each conjunct of WHERE. */
final class WhereRules {
  /** A rule and its condition. */
  record Found(Rule rule, Expr condition) {}

  private final ViewDefinition definition;
  private final Scope scope;
  private final Texts texts;
  private final Consumer<Refusal> refused;
  private final Problems problems;

  WhereRules(
      ViewDefinition definition,
      Scope scope,
      Texts texts,
      Consumer<Refusal> refused,
      Problems problems) {
    this.definition = definition;
    this.scope = scope;
    this.texts = texts;
    this.refused = refused;
    this.problems = problems;
  }

  /** The rules by stage, and within one in the order of the text. */
  List<Found> read(List<SqlNode> conjuncts) {
    String[] names = names(conjuncts);
    List<Found> rules = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      try {
        Expr condition = new Expressions(scope, null).condition(conjuncts.get(i));
        Rule rule =
            new Rule(
                names[i],
                texts.of(conjuncts.get(i)),
                Inputs.stage(condition),
                Inputs.of(condition));
        rules.add(new Found(rule, condition));
      } catch (Refusal e) {
        refused.accept(e);
      }
    }
    rules.sort(Comparator.comparingInt(found -> found.rule().stage()));
    return rules;
  }

  private String[] names(List<SqlNode> conjuncts) {
    String[] names = conjuncts.stream().map(texts::of).toArray(String[]::new);
    for (RuleName comment : definition.ruleNames()) {
      int named = -1;
      for (int i = 0; i < names.length; i++) {
        SqlParserPos end = conjuncts.get(i).getParserPosition();
        if (end.getEndLineNum() == comment.line() && end.getEndColumnNum() < comment.column()) {
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
