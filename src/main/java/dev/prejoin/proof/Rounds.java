package dev.prejoin.proof;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the keys that did not agree at the first look. A key that agrees at a later one
 * is right. A key that differs {@value #LOOKS} times in a row, and was not changed since its source
 * was read, is different: once could be a dimension that changed between the reading of two tables.
 * What is still open after {@value #MOST} looks never came to rest.
 *
 * @param <K> a key
 * @param looks made so far
 * @param open the keys to be looked at again, with the number of times in a row that they differed
 * @param different those that are
 */
record Rounds<K>(int looks, Map<K, Integer> open, Set<K> different) {
  static final int LOOKS = 3;
  static final int MOST = 8;

  Rounds {
    open = Map.copyOf(open);
    different = Set.copyOf(different);
  }

  static <K> Rounds<K> none() {
    return new Rounds<>(0, Map.of(), Set.of());
  }

  /**
   * After one more look.
   *
   * @param found the keys that do not agree; true if they changed since the source was read. At a
   *     later look than the first, other keys than the open ones are passed over.
   */
  Rounds<K> after(Map<K, Boolean> found) {
    Map<K, Integer> next = new LinkedHashMap<>();
    Set<K> settled = new LinkedHashSet<>(different);
    found.forEach(
        (key, changed) -> {
          if (looks == 0 || open.containsKey(key)) {
            int inARow = changed ? 0 : open.getOrDefault(key, 0) + 1;
            if (inARow == LOOKS) {
              settled.add(key);
            } else {
              next.put(key, inARow);
            }
          }
        });
    return new Rounds<>(looks + 1, next, settled);
  }

  boolean done() {
    return looks > 0 && (open.isEmpty() || looks >= MOST);
  }
}
