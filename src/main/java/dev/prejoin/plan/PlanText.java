package dev.prejoin.plan;

import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.schema.Column;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as a small tree for people. */
public final class PlanText {
  private final StringBuilder text = new StringBuilder();

  private PlanText() {}

  /** Lines that each end with a newline, without a tab or a trailing blank. */
  public static String of(Plan plan) {
    PlanText writer = new PlanText();
    writer.line(0, "pipeline " + plan.pipeline());
    plan.sources().forEach(writer::source);
    plan.views().forEach(writer::view);
    return writer.text.toString();
  }

  private void source(Source source) {
    line(
        1,
        "%s %s from table %s, key %s"
            .formatted(
                source.kind() == SourceDefinition.Kind.STREAM ? "stream" : "dimension",
                source.relation().name(),
                source.table(),
                names(source.relation().key())));
  }

  private void view(View view) {
    line(1, "view " + view.name());
    line(2, "from " + view.from().name());
    for (Step step : view.steps()) {
      if (step instanceof Rule rule) {
        line(2, "rule " + rule.name() + (rule.name().equals(rule.sql()) ? "" : ": " + rule.sql()));
      } else if (step instanceof Lookup lookup) {
        lookup(lookup);
      } else if (step instanceof Projection projection) {
        projection(projection);
      }
    }
    line(2, "to " + view.target().name() + ", key " + names(view.target().key()));
    if (!view.rules().isEmpty()) {
      line(2, view.keepRejects() ? "rejects to " + view.rejects() : "rejects counted, not kept");
    }
  }

  private void lookup(Lookup lookup) {
    String key =
        java.util.stream.IntStream.range(0, lookup.keyExpressions().size())
            .mapToObj(
                i -> lookup.table().key().get(i).name() + " = " + lookup.keyExpressions().get(i))
            .collect(Collectors.joining(", "));
    line(
        2,
        "lookup %s as %s by %s; without a match %s"
            .formatted(
                lookup.table().name(),
                lookup.alias(),
                key,
                lookup.inner() ? "the row ends here" : "its columns have their defaults"));
  }

  private void projection(Projection projection) {
    line(2, "columns");
    int width = projection.columns().stream().mapToInt(c -> c.name().length()).max().orElse(0);
    int types =
        projection.columns().stream().mapToInt(c -> c.type().toString().length()).max().orElse(0);
    for (Projection.Output column : projection.columns()) {
      line(
          3,
          ("%-" + width + "s  %-" + types + "s  %s")
              .formatted(column.name(), column.type().toString(), column.sql()));
    }
  }

  private void line(int depth, String words) {
    text.append("  ".repeat(depth)).append(words).append('\n');
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
  }
}
