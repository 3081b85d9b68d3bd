package dev.prejoin.plan;

import org.jspecify.annotations.Nullable;

/**
 * A view's rules, keys and projection as generated code; it has no state, so threads may share it.
 * {@code rows[0]} is the input row and {@code rows[i]} the row of the view's i-th lookup, counted
 * from 1, or null if it matched none. No value of a column that is not Nullable is null.
 */
public interface ViewCode {

  /**
   * The index among {@link View#rules()} of the first rule of this stage that is not TRUE, or -1.
   *
   * @param stage how many lookups are done: {@code rows} has one row more
   */
  int failedRule(int stage, @Nullable Object[] @Nullable [] rows);

  /**
   * The key of a lookup with a value per key column, or null if one is NULL, which matches nothing.
   *
   * @param lookup the index among {@link View#lookups()}, from 0
   */
  Object @Nullable [] lookupKey(int lookup, @Nullable Object[] @Nullable [] rows);

  /** The target's row. A null where its column is not Nullable is for the encoder to refuse. */
  @Nullable Object[] project(@Nullable Object[] @Nullable [] rows);
}
