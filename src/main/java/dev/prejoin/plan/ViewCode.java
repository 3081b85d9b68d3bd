package dev.prejoin.plan;

import org.jspecify.annotations.Nullable;

/**
 * A view's rules, lookups and projection as generated code; it has no state, so threads may share
 * it. It is one method, as one would write it by hand: what a rule has computed is there for the
 * projection, and rows stay in local variables.
 */
public interface ViewCode {

  /** What runs the code: it holds the dimensions, and keeps what fails. */
  interface Host {
    /**
     * The row of a dimension, or null if there is none.
     *
     * @param lookup the index among {@link View#lookups()}
     * @param key a value per key column, or null if one is NULL, which matches nothing
     */
    @Nullable Object @Nullable [] find(int lookup, Object @Nullable [] key);

    /**
     * Told of the first rule that a row fails.
     *
     * @param rule the index among {@link View#rules()}
     * @param rows the input row, and behind it those of the lookups that were made before; null
     *     where one matched none
     */
    void reject(int rule, @Nullable Object[] @Nullable [] rows);
  }

  /**
   * The target's row for an input row, or null if a rule rejects that or an INNER JOIN matches no
   * row. No value of a column that is not Nullable may be null in the input; a null where the
   * target's column is not Nullable is for the encoder to refuse.
   */
  @Nullable Object @Nullable [] apply(@Nullable Object[] row, Host host);
}
