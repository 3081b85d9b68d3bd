package dev.prejoin.app.restate;

import dev.prejoin.app.definitions.ViewHistories;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Relation;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Views whose rows can be made anew from what has landed of their sources.
 *
 * @param sources of facts that land
 * @param histories tells how the rows of all views stand
 */
public record RestatedViews(List<Source> sources, ViewHistories histories) {
  public RestatedViews {
    sources = List.copyOf(sources);
  }

  /**
   * The tables that hold a row for each one that some views of one source may be given.
   *
   * @param views at least one
   */
  public static List<Relation> inputs(Source source, Collection<View> views) {
    Stream<Relation> inputs = views.stream().map(View::from).distinct();
    return views.stream().anyMatch(view -> view.from().name().equals(source.relation().name()))
        ? List.of(source.relation())
        : inputs.toList();
  }
}
