package dev.prejoin.app.replay;

import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The views of the pipelines by numbers, and how they hang together. */
final class ReplayedViews {
  private final List<View> views = new ArrayList<>();
  private final List<List<View>> chains = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<Source> dimensions;

  ReplayedViews(List<Plan> plans) {
    for (Plan plan : plans) {
      for (View view : plan.views()) {
        views.add(view);
        chains.add(plan.chain(view));
        sources.add(plan.facts(view));
      }
    }
    dimensions =
        plans.stream()
            .flatMap(plan -> plan.sources().stream())
            .filter(Source::isDimension)
            .distinct()
            .toList();
  }

  List<View> all() {
    return views;
  }

  /** The number of a view. */
  int number(View view) {
    return views.indexOf(view);
  }

  /** Where a view's rows begin. */
  Source source(int view) {
    return sources.get(view);
  }

  /** The source that this topic is of, or that rows of this topic come from. */
  Optional<Source> sourceOf(String topic) {
    return IntStream.range(0, views.size())
        .filter(
            i ->
                sources.get(i).relation().name().equals(topic)
                    || views.get(i).target().name().equals(topic))
        .mapToObj(sources::get)
        .findFirst();
  }

  Optional<Source> dimension(String topic) {
    return dimensions.stream().filter(source -> source.relation().name().equals(topic)).findFirst();
  }

  /** All views whose rows begin there. */
  BitSet of(Source source) {
    BitSet found = new BitSet();
    IntStream.range(0, views.size())
        .filter(i -> sources.get(i).relation().name().equals(source.relation().name()))
        .forEach(found::set);
    return found;
  }

  /** These views with those before and behind them: where a row of theirs comes through. */
  BitSet along(BitSet chosen) {
    BitSet found = new BitSet();
    chosen.stream()
        .forEach(
            i ->
                IntStream.range(0, views.size())
                    .filter(
                        j ->
                            chains.get(j).contains(views.get(i))
                                || chains.get(i).contains(views.get(j)))
                    .forEach(found::set));
    return found;
  }

  /** Whether no other view reads it: its rows are the end of a chain. */
  boolean isLast(int view) {
    return views.stream()
        .noneMatch(other -> other.from().name().equals(views.get(view).target().name()));
  }
}
