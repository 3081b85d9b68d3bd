package dev.prejoin.plan;

import java.util.List;

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
}
