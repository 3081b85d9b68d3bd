package dev.prejoin.speed;

import dev.prejoin.plan.View;
import dev.prejoin.plan.ViewCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view's generated code, called as the topology calls it, with maps for dimensions. */
final class GeneratedView implements ViewCode.Host {
  private final ViewCode code;
  private final List<Map<Object, @Nullable Object[]>> dimensions;

  /**
   * A view whose lookups have keys of one column.
   *
   * @param dimensions one per lookup, in their order
   */
  GeneratedView(View view, List<Map<Object, @Nullable Object[]>> dimensions) {
    this.code = view.code();
    this.dimensions = List.copyOf(dimensions);
  }

  /** The view's row, or null if a rule rejects it. */
  @Nullable Object @Nullable [] of(@Nullable Object[] row) {
    return code.apply(row, this);
  }

  @Override
  public @Nullable Object @Nullable [] find(int lookup, Object @Nullable [] key) {
    return key == null ? null : dimensions.get(lookup).get(key[0]);
  }

  @Override
  public void reject(int rule, @Nullable Object[] @Nullable [] rows) {
    // As in hand-written code, a rejected row is not measured further.
  }
}
