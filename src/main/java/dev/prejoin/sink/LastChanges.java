package dev.prejoin.sink;

import dev.prejoin.schema.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a dimension's rows changed last: the offset of the last record that differs from what its
 * key had before. A second snapshot, which reads the same rows again, changes nothing. A row that
 * changes and changes back within a batch has changed, as somebody may have looked it up in
 * between.
 */
final class LastChanges {
  private static final long NEVER = -1;

  private final Map<List<Object>, List<Change>> byKey;

  private LastChanges(Map<List<Object>, List<Change>> byKey) {
    this.byKey = byKey;
  }

  /** Of all changes of a range, in their order. */
  static LastChanges of(List<Change> changes) {
    Map<List<Object>, List<Change>> byKey = new HashMap<>();
    changes.forEach(
        change -> byKey.computeIfAbsent(change.key(), key -> new ArrayList<>(1)).add(change));
    return new LastChanges(byKey);
  }

  /**
   * The offset at which the key changed last, by the end of the range.
   *
   * @param standing what the table holds of the key; changes that are in it already, as in a range
   *     that is written again, are not looked at once more
   */
  long at(List<Object> key, List<Standing> standing) {
    Version from = new Version(0, 0);
    long changed = NEVER;
    Object @Nullable [] row = null;
    for (Standing there : standing) {
      int order = there.version().compareTo(from);
      if (order > 0 || (order == 0 && !there.deleted())) {
        from = there.version();
        row = there.deleted() ? null : there.values();
      }
      changed = Math.max(changed, there.changed());
    }
    for (Change change : byKey.getOrDefault(key, List.of())) {
      if (change.version().compareTo(from) > 0) {
        if (!isSame(row, change.row())) {
          changed = Math.max(changed, change.offset());
        }
        row = change.row();
      }
    }
    return changed;
  }

  private static boolean isSame(Object @Nullable [] left, Object @Nullable [] right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    return IntStream.range(0, left.length).allMatch(i -> ColumnType.isSame(left[i], right[i]));
  }
}
