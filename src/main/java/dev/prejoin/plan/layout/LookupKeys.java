package dev.prejoin.plan.layout;

import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Projection;
import dev.prejoin.plan.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * By which columns the rows of a relation are looked up with, wherever in their chain of views that
 * happens: a change of a dimension's row finds the rows of that key by them.
 */
public final class LookupKeys {
  private static final Pattern COLUMN = Pattern.compile("(?:`?(\\w+)`?\\.)?`?(\\w+)`?");

  private final Map<String, Set<String>> columns = new HashMap<>();

  private LookupKeys() {}

  /** Follows plain columns through all views of the plan; a lookup by an expression has none. */
  public static LookupKeys of(Plan plan) {
    LookupKeys keys = new LookupKeys();
    plan.views().forEach(keys::ownLookups);
    List<View> backwards = new ArrayList<>(plan.views());
    java.util.Collections.reverse(backwards);
    backwards.forEach(view -> keys.carry(view, view.target().name(), view.from().name()));
    plan.views().forEach(view -> keys.carry(view, view.from().name(), view.target().name()));
    return keys;
  }

  /** The columns of this relation, the first lookup's first; empty if there are none. */
  public List<String> of(String relation) {
    return List.copyOf(columns.getOrDefault(relation, Set.of()));
  }

  /**
   * The columns of a view's target that hold the key by which it looks a dimension up, or by which
   * an earlier view of its chain does, in the order of the dimension's key.
   *
   * @return empty if the target lacks one of them, or the key is made by an expression
   */
  public static Optional<List<String>> kept(Plan plan, View last, View view, Lookup lookup) {
    List<View> chain = plan.chain(last);
    List<String> kept = new ArrayList<>();
    for (String key : lookup.keyExpressions()) {
      Optional<String> column = input(view, key);
      for (View next : chain.subList(chain.indexOf(view), chain.size())) {
        column = column.flatMap(name -> output(next, name));
      }
      column.ifPresent(kept::add);
    }
    return kept.size() == lookup.keyExpressions().size() ? Optional.of(kept) : Optional.empty();
  }

  /** The dimensions that a view looks up, each once. */
  public static List<String> dimensions(View view) {
    return view.lookups().stream().map(lookup -> lookup.table().name()).distinct().toList();
  }

  private void ownLookups(View view) {
    if (!view.lookups().isEmpty()) {
      view.lookups().get(0).keyExpressions().stream()
          .map(key -> input(view, key))
          .flatMap(Optional::stream)
          .forEach(column -> add(view.from().name(), column));
    }
  }

  private void carry(View view, String from, String to) {
    boolean forwards = to.equals(view.target().name());
    for (String column : of(from)) {
      (forwards ? output(view, column) : inputOf(view, column)).ifPresent(found -> add(to, found));
    }
  }

  private void add(String relation, String column) {
    columns.computeIfAbsent(relation, name -> new LinkedHashSet<>()).add(column);
  }

  private static Optional<String> output(View view, String input) {
    return view.projection().columns().stream()
        .filter(output -> input(view, output.sql()).filter(input::equals).isPresent())
        .map(Projection.Output::name)
        .findFirst();
  }

  private static Optional<String> inputOf(View view, String output) {
    return view.projection().columns().stream()
        .filter(column -> column.name().equals(output))
        .findFirst()
        .flatMap(column -> input(view, column.sql()));
  }

  /** The input's column that a text is, if it is nothing more than that. */
  private static Optional<String> input(View view, String sql) {
    Matcher matcher = COLUMN.matcher(sql.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Set<String> lookups = view.lookups().stream().map(Lookup::alias).collect(Collectors.toSet());
    String column = Objects.requireNonNull(matcher.group(2));
    return lookups.contains(Objects.requireNonNullElse(matcher.group(1), ""))
            || view.from().indexOf(column) < 0
        ? Optional.empty()
        : Optional.of(column);
  }
}
