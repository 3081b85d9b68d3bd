package dev.prejoin.plan.text;

import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Projection;
import dev.prejoin.plan.Rule;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.Step;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A plan as trees for people: one for the sources, and one for each view. */
public final class PlanText {
  private final Lines lines;

  private PlanText(Lines lines) {
    this.lines = lines;
  }

  /** Lines that each end with a newline, without a tab or a trailing blank. */
  public static String of(Plan plan, Lines lines) {
    PlanText text = new PlanText(lines);
    List<Tree> trees = new ArrayList<>();
    trees.add(
        new Tree(
            "pipeline " + plan.pipeline(), plan.sources().stream().map(PlanText::source).toList()));
    plan.views().stream().map(PlanText::view).forEach(trees::add);
    return trees.stream().map(tree -> tree.draw(text.lines)).collect(Collectors.joining("\n"));
  }

  private static Tree source(Source source) {
    return new Tree(
        "%s %s, from table %s"
            .formatted(
                source.kind() == SourceDefinition.Kind.STREAM ? "stream" : "dimension",
                source.relation().name(),
                source.table()),
        List.of(Tree.leaf("key " + names(source.relation().key()))));
  }

  private static Tree view(View view) {
    List<Tree> branches = new ArrayList<>();
    branches.add(Tree.leaf("from " + view.from().name()));
    for (Step step : view.steps()) {
      if (step instanceof Rule rule) {
        branches.add(rule(rule));
      } else if (step instanceof Lookup lookup) {
        branches.add(lookup(lookup));
      }
    }
    if (!view.rules().isEmpty()) {
      branches.add(
          Tree.leaf(view.keepRejects() ? "rejects to " + view.rejects() : "rejects not kept"));
    }
    branches.add(
        new Tree(
            "to %s%s, key %s"
                .formatted(
                    view.dimension() ? "dimension " : "",
                    view.target().name(),
                    names(view.target().key())),
            columns(view.projection().columns())));
    if (!view.differences().isEmpty()) {
      branches.add(
          new Tree(
              "differs from ClickHouse", view.differences().stream().map(Tree::leaf).toList()));
    }
    return new Tree("view " + view.name(), branches);
  }

  private static Tree rule(Rule rule) {
    return rule.name().equals(rule.sql())
        ? Tree.leaf("rule " + rule.sql())
        : Tree.leaf("rule " + rule.name() + ": " + rule.sql());
  }

  private static Tree lookup(Lookup lookup) {
    List<Tree> branches = new ArrayList<>();
    IntStream.range(0, lookup.keyExpressions().size())
        .mapToObj(
            i ->
                "by %s = %s"
                    .formatted(lookup.table().key().get(i).name(), lookup.keyExpressions().get(i)))
        .map(Tree::leaf)
        .forEach(branches::add);
    branches.add(
        Tree.leaf(
            lookup.inner()
                ? "without a match the row ends here"
                : "without a match its columns have their defaults"));
    return new Tree("lookup %s as %s".formatted(lookup.table().name(), lookup.alias()), branches);
  }

  private static List<Tree> columns(List<Projection.Output> columns) {
    int names = columns.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    int types = columns.stream().mapToInt(c -> c.type().toString().length()).max().orElse(0);
    return columns.stream()
        .map(
            column ->
                new Tree(
                    ("%-" + names + "s  %-" + types + "s  %s")
                        .formatted(column.name(), column.type(), origin(column))
                        .stripTrailing(),
                    warnings(column)))
        .toList();
  }

  private static List<Tree> warnings(Projection.Output column) {
    return column.losesNull()
        ? List.of(
            Tree.leaf(
                "a row with NULL here becomes a dead letter; ifNull(%s, …) keeps it"
                    .formatted(column.sql())))
        : List.of();
  }

  /** Nothing for a column that keeps its name. */
  private static String origin(Projection.Output column) {
    return column.sql().equals(column.name()) ? "" : "= " + column.sql();
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
  }
}
