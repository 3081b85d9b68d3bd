package dev.prejoin.sink;

import dev.prejoin.schema.Origin;

/**
 * Takes rows as they are decoded, in the form in which a {@link Warehouse} takes them: what waits
 * to land is a few arrays then, not millions of objects.
 */
@FunctionalInterface
public interface RowBuffer {
  /**
   * Adds a row, of whose key nothing can have landed before.
   *
   * @param values the user's columns
   * @param key the primary key's values
   * @param version its rank among the versions of this key
   * @param origin where it comes from
   */
  void add(Object[] values, Object[] key, Version version, Origin origin);
}
