package dev.prejoin.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One row through a view's code, and what it met. */
final class Passing implements ViewCode.Host {
  final List<Object[]> keys = new ArrayList<>();
  final Object @Nullable [] output;
  int matched;
  int rejectedBy = -1;
  @Nullable String reason;

  private final View view;
  private final BiFunction<Integer, Object[], Object @Nullable []> dimensions;

  /**
   * @param dimensions gives the row of a lookup's dimension by its key
   */
  Passing(View view, Object[] row, BiFunction<Integer, Object[], Object @Nullable []> dimensions) {
    this.view = view;
    this.dimensions = dimensions;
    this.output = view.code().apply(row, this);
  }

  @Override
  public Object @Nullable [] find(int lookup, Object @Nullable [] key) {
    keys.add(key);
    Object[] found = key == null ? null : dimensions.apply(lookup, key);
    matched |= found == null ? 0 : 1 << lookup;
    return found;
  }

  @Override
  public void reject(int rule, Object[][] rows) {
    rejectedBy = rule;
    reason = view.rules().get(rule).reason(rows);
  }
}
