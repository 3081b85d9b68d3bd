package dev.prejoin.plan;

import dev.prejoin.schema.Relation;
import java.util.List;
import java.util.function.Supplier;

/**
 * One view: rows of {@code from} go through rules and lookups into {@code target}.
 *
 * @param target its key is that of the facts, inherited along the chain of views; or, for a
 *     dimension, some of its own columns
 * @param from a source's relation, or an earlier view's target
 * @param dimension whether the target is one: keyed by its own columns, with one latest row per
 *     key, for other views to JOIN
 * @param keepRejects whether there are rules, and rows that fail one are kept in {@link #rejects()}
 * @param restate whether rows that have passed are made again when a row of a dimension that they
 *     look up comes late, changes or goes
 * @param steps in the order in which they run: the rules of stage 0, the first lookup, the rules of
 *     stage 1, and so on; last the projection
 * @param differences how functions that it calls differ from ClickHouse's, a line each
 * @param text the parts of its statement that no step holds
 * @param generated its code, compiled when it is first asked for
 */
public record View(
    String name,
    Relation target,
    Relation from,
    boolean dimension,
    boolean keepRejects,
    boolean restate,
    List<Step> steps,
    List<String> differences,
    ViewText text,
    Supplier<ViewCode> generated) {
  public View {
    steps = List.copyOf(steps);
    differences = List.copyOf(differences);
  }

  /** In the order in which {@link ViewCode} counts them. */
  public List<Rule> rules() {
    return steps(Rule.class);
  }

  /** In the order in which {@link ViewCode} counts them. */
  public List<Lookup> lookups() {
    return steps(Lookup.class);
  }

  /** Whether a change of a dimension changes rows that have passed. */
  public boolean restates() {
    return restate && !lookups().isEmpty();
  }

  /** What its rows go through. */
  public ViewCode code() {
    return generated.get();
  }

  public Projection projection() {
    return steps(Projection.class).get(0);
  }

  /** The topic of the rows that failed a rule. */
  public String rejects() {
    return target.name() + ".rejects";
  }

  private <T extends Step> List<T> steps(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
