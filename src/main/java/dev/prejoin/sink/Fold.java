package dev.prejoin.sink;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All changes of one key in a batch, as one.
 *
 * @param last the last change
 * @param lastRow the last row that was not deleted, if any
 * @param fresh whether no version of the key can have landed before
 */
@SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
record Fold(Change last, Object @Nullable [] lastRow, boolean fresh) {

  /** One fold per key, in the order of their first changes. */
  static Collection<Fold> of(List<Change> changes) {
    if (changes.stream().allMatch(change -> change.origin().isNew())) {
      // No two of them can have the same key: of the later one an earlier version could exist.
      return changes.stream().map(change -> new Fold(change, change.row(), true)).toList();
    }
    Map<List<Object>, Fold> folds = new LinkedHashMap<>(changes.size() * 2);
    for (Change change : changes) {
      folds.merge(
          change.key(),
          new Fold(change, change.row(), change.origin().isNew()),
          (earlier, later) -> earlier.then(later));
    }
    return folds.values();
  }

  private Fold then(Fold later) {
    return new Fold(later.last, later.lastRow != null ? later.lastRow : lastRow, fresh);
  }
}
