package dev.prejoin.speed;

import dev.prejoin.plan.View;
import dev.prejoin.plan.ViewCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view's generated code, called as the topology calls it, with maps for dimensions. */
final class GeneratedView {
  private final ViewCode code;
  private final List<Map<Object, @Nullable Object[]>> dimensions;
  private final @Nullable Object @Nullable [][] rows;

  /**
   * A view whose lookups are all LEFT JOINs by keys of one column.
   *
   * @param dimensions one per lookup, in their order
   */
  GeneratedView(View view, List<Map<Object, @Nullable Object[]>> dimensions) {
    this.code = view.code();
    this.dimensions = List.copyOf(dimensions);
    this.rows = new Object[1 + dimensions.size()][];
  }

  /** The view's row, or null if a rule rejects it. */
  @Nullable Object @Nullable [] of(@Nullable Object[] row) {
    rows[0] = row;
    if (code.failedRule(0, rows) >= 0) {
      return null;
    }
    for (int i = 0; i < dimensions.size(); i++) {
      Object[] key = code.lookupKey(i, rows);
      rows[i + 1] = key == null ? null : dimensions.get(i).get(key[0]);
      if (code.failedRule(i + 1, rows) >= 0) {
        return null;
      }
    }
    return code.project(rows);
  }
}
