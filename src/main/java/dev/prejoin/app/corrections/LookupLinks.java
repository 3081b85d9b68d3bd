package dev.prejoin.app.corrections;

import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.plan.layout.LookupKeys;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rows of dimensions a view's row was looked up in, as far as its own columns tell. */
final class LookupLinks {
  /**
   * A row of a dimension.
   *
   * @param key its values, integers as Long
   */
  record Target(String dimension, List<Object> key) {
    static Target of(String dimension, List<Object> key) {
      return new Target(
          dimension,
          key.stream()
              .map(value -> value instanceof Integer number ? (Object) number.longValue() : value)
              .toList());
    }
  }

  private record Link(String dimension, List<Integer> columns) {}

  private final Map<String, List<Link>> links = new HashMap<>();

  /** Of views whose rows no other view reads. */
  LookupLinks(Plan plan, List<View> last) {
    for (View view : last) {
      List<Link> own = new ArrayList<>();
      Relation target = view.target();
      for (View earlier : plan.chain(view)) {
        for (Lookup lookup : earlier.lookups()) {
          LookupKeys.kept(plan, view, earlier, lookup)
              .ifPresent(
                  columns ->
                      own.add(
                          new Link(
                              lookup.table().name(),
                              columns.stream().map(target::indexOf).toList())));
        }
      }
      links.put(target.name(), own);
    }
  }

  /** Those of a row of a table; a key with NULL finds nothing. */
  List<Target> of(String table, Object[] row) {
    List<Target> targets = new ArrayList<>();
    for (Link link : links.getOrDefault(table, List.of())) {
      if (link.columns.stream().allMatch(column -> row[column] != null)) {
        targets.add(
            Target.of(link.dimension, link.columns.stream().map(column -> row[column]).toList()));
      }
    }
    return targets;
  }
}
