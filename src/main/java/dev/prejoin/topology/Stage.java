package dev.prejoin.topology;

import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one Kafka Streams application computes of some pipelines. A view that makes a dimension is
 * an application of its own, with the views of its chain computed once more on the way and not
 * written; all other views are one application together. So a dimension can be there before a row
 * is looked up in it, and none of these ever moves from one application to another, whatever
 * pipelines come and go: its committed offsets stay where they are.
 *
 * @param dimension the target of the view that makes a dimension; empty for all the others
 * @param facts the sources that its views read
 * @param views in an order in which each comes after what it reads
 * @param dimensions what its views look up, as the rows are in their topics
 * @param derived the names of those dimensions that other stages make
 * @param deadLetters the sources whose undecodable records are its to put aside, as every other
 *     stage that reads them passes over them
 */
public record Stage(
    Optional<String> dimension,
    List<Source> facts,
    List<View> views,
    List<Relation> dimensions,
    Set<String> derived,
    Set<String> deadLetters) {
  public Stage {
    facts = List.copyOf(facts);
    views = List.copyOf(views);
    dimensions = List.copyOf(dimensions);
    derived = Set.copyOf(derived);
    deadLetters = Set.copyOf(deadLetters);
  }

  /**
   * The stages of pipelines that run together: first those that make a dimension, each after the
   * ones whose dimensions it looks up.
   */
  public static List<Stage> of(Collection<Plan> plans) {
    Map<String, Relation> known = new LinkedHashMap<>();
    Map<String, Source> facts = new LinkedHashMap<>();
    Map<String, List<View>> chains = new LinkedHashMap<>();
    Set<String> derived = new HashSet<>();
    List<View> others = new ArrayList<>();
    for (Plan plan : plans) {
      for (Source source : plan.sources()) {
        if (source.isDimension()) {
          known.put(source.relation().name(), source.relation());
        } else {
          facts.put(source.relation().name(), source);
        }
      }
      for (View view : plan.views()) {
        if (view.dimension()) {
          known.put(view.target().name(), view.target());
          derived.add(view.target().name());
          chains.put(view.target().name(), plan.chain(view));
        } else {
          others.add(view);
        }
      }
    }
    Assembly assembly = new Assembly(known, facts, derived);
    List<Stage> stages = new ArrayList<>();
    Set<String> answered = new HashSet<>(assembly.sources(others).keySet());
    chains.forEach(
        (target, chain) -> stages.add(assembly.stage(Optional.of(target), chain, answered)));
    if (!others.isEmpty()) {
      stages.add(assembly.stage(Optional.empty(), others, new HashSet<>()));
    }
    return stages;
  }

  private record Assembly(
      Map<String, Relation> known, Map<String, Source> facts, Set<String> derived) {
    Stage stage(Optional<String> dimension, List<View> views, Set<String> answered) {
      Map<String, Source> sources = sources(views);
      Map<String, Relation> dimensions = new LinkedHashMap<>();
      for (View view : views) {
        for (Lookup lookup : view.lookups()) {
          String name = lookup.table().name();
          dimensions.put(name, known.getOrDefault(name, lookup.table()));
        }
      }
      Set<String> others = new HashSet<>(dimensions.keySet());
      others.retainAll(derived);
      Set<String> deadLetters = new HashSet<>(sources.keySet());
      deadLetters.removeAll(answered);
      answered.addAll(deadLetters);
      return new Stage(
          dimension,
          List.copyOf(sources.values()),
          views,
          List.copyOf(dimensions.values()),
          others,
          deadLetters);
    }

    Map<String, Source> sources(List<View> views) {
      Map<String, Source> sources = new LinkedHashMap<>();
      for (View view : views) {
        Source source = facts.get(view.from().name());
        if (source != null) {
          sources.put(view.from().name(), source);
        }
      }
      return sources;
    }
  }

  /** The name of its Kafka Streams application: of its own, and the same for ever. */
  public String applicationId(String all) {
    return dimension.map(target -> all + "-dimension-" + target).orElse(all);
  }

  /**
   * Whether a row that is sent again as a dimension has changed goes through the view: the view, or
   * one before or behind it in its chain, restates. The others keep what they have made.
   */
  boolean restates(View view) {
    return concerns(view, View::restates);
  }

  /**
   * Whether a row that is sent again goes through the view: as a dimension has changed, if there
   * are no targets, else as views with these targets have another definition.
   */
  boolean restates(View view, Set<String> targets) {
    return targets.isEmpty()
        ? restates(view)
        : concerns(view, other -> targets.contains(other.target().name()));
  }

  /** Whether it is one of some views, or before or behind one in its chain. */
  private boolean concerns(View view, Predicate<View> some) {
    return through(view, some) || isRead(view, some);
  }

  /** Whether a row has been looked up when it has passed the view. */
  boolean looksUp(View view) {
    return through(view, other -> !other.lookups().isEmpty());
  }

  /** The views whose rows come from a source, in their order. */
  List<View> viewsOf(String source) {
    Set<String> streams = new HashSet<>(Set.of(source));
    List<View> found = new ArrayList<>();
    for (View view : views) {
      if (streams.contains(view.from().name())) {
        streams.add(view.target().name());
        found.add(view);
      }
    }
    return found;
  }

  private boolean through(View view, Predicate<View> some) {
    return some.test(view)
        || views.stream()
            .filter(other -> other.target().name().equals(view.from().name()))
            .anyMatch(other -> through(other, some));
  }

  private boolean isRead(View view, Predicate<View> some) {
    return views.stream()
        .filter(other -> other.from().name().equals(view.target().name()))
        .anyMatch(other -> some.test(other) || isRead(other, some));
  }

  /** Whether the view's rows, rejects and dead letters are this stage's to write. */
  boolean writes(View view) {
    return dimension.map(view.target().name()::equals).orElse(true);
  }
}
