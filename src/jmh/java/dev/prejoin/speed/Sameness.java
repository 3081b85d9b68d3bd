package dev.prejoin.speed;

import dev.prejoin.schema.ColumnType;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two ways to make the same rows are worth a comparison only if the rows are the same. */
final class Sameness {
  private Sameness() {}

  /**
   * Compares what two ways make of each row.
   *
   * @throws IllegalStateException with the first row that they differ for
   */
  static void require(
      @Nullable Object[][] rows,
      Function<@Nullable Object[], @Nullable Object @Nullable []> one,
      Function<@Nullable Object[], @Nullable Object @Nullable []> other) {
    for (@Nullable Object[] row : rows) {
      @Nullable Object @Nullable [] a = one.apply(row);
      @Nullable Object @Nullable [] b = other.apply(row);
      boolean same =
          a == null || b == null
              ? a == b
              : ColumnType.isSame(Arrays.asList(a), Arrays.asList(b));
      if (!same) {
        throw new IllegalStateException(
            "%s becomes %s and %s"
                .formatted(Arrays.toString(row), Arrays.toString(a), Arrays.toString(b)));
      }
    }
  }
}
