package dev.prejoin.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a pipeline file compiles to.
 *
 * @param views in the order of the file: each reads a source or the target of an earlier one
 */
public record Plan(String pipeline, List<Source> sources, List<View> views) {
  public Plan {
    sources = List.copyOf(sources);
    views = List.copyOf(views);
  }

  /** The views from a source of facts up to this one, which is the last. */
  public List<View> chain(View view) {
    List<View> chain = new ArrayList<>();
    Optional<View> at = Optional.of(view);
    while (at.isPresent()) {
      chain.add(0, at.get());
      at = writing(at.get().from().name());
    }
    return chain;
  }

  /** The source of facts that a view's rows come from. */
  public Source facts(View view) {
    String first = chain(view).get(0).from().name();
    return sources.stream()
        .filter(source -> source.relation().name().equals(first))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source " + first));
  }

  /** The names of the sources of facts whose rows are made again when a dimension changes. */
  public Set<String> restatedSources() {
    return views.stream()
        .filter(View::restates)
        .map(view -> facts(view).relation().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<View> writing(String target) {
    return views.stream().filter(view -> view.target().name().equals(target)).findFirst();
  }
}
