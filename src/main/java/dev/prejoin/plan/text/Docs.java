package dev.prejoin.plan.text;

import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.View;
import java.util.List;
import java.util.stream.Collectors;

/** What the rows of sources and views are, in a sentence or two for schemas and tables. */
public final class Docs {
  private Docs() {}

  /** The rows of a source. */
  public static String of(SourceDefinition.Kind kind, String table) {
    return kind == SourceDefinition.Kind.STREAM
        ? "Rows of " + table + ": one record per change."
        : "The latest row of each key of " + table + ".";
  }

  /** The keys of a source. */
  public static String keys(String table) {
    return "The primary key of " + table + ".";
  }

  /** The rows of a view's target. */
  public static String of(View view) {
    StringBuilder doc = new StringBuilder("Rows of ").append(view.from().name());
    if (!view.rules().isEmpty()) {
      doc.append(" that passed every rule of ").append(view.name());
    }
    if (view.lookups().isEmpty()) {
      return doc.append(view.rules().isEmpty() ? ", as " + view.name() + " gives them." : ".")
          .toString();
    }
    doc.append(", joined with ").append(names(view.lookups())).append(" by ").append(view.name());
    List<Lookup> left = view.lookups().stream().filter(lookup -> !lookup.inner()).toList();
    return left.isEmpty()
        ? doc.append(".").toString()
        : doc.append("; without a row of ")
            .append(names(left))
            .append(", its columns have their types' defaults.")
            .toString();
  }

  private static String names(List<Lookup> lookups) {
    return lookups.stream()
        .map(lookup -> lookup.table().name())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
