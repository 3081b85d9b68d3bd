package dev.prejoin.schema;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Whether a value fits its column: what would be cut off is refused instead. */
final class ValueFit {
  private ValueFit() {}

  /**
   * @throws BadRowException naming the column and the value, if it does not fit
   */
  static void check(Column column, @Nullable Object value) {
    ColumnType type = column.type();
    if (value == null) {
      if (!type.nullable()) {
        throw new BadRowException(column.name() + " is NULL, and its type is " + type);
      }
      return;
    }
    if (!type.kind().javaClass().isInstance(value)) {
      throw new BadRowException(
          column.name()
              + " is a "
              + value.getClass().getSimpleName()
              + ", and its type is "
              + type);
    }
    switch (type.kind()) {
      case UINT32 -> {
        long number = (Long) value;
        if (number < 0 || number > ColumnType.UINT32_MAX) {
          throw new BadRowException(column.name() + " is " + number + ", outside " + type);
        }
      }
      case TIMESTAMP -> checkTimestamp(column, (Long) value);
      default -> {}
    }
  }

  private static void checkTimestamp(Column column, long value) {
    int precision = column.type().precision();
    if (precision == 0 && value % 1000 != 0) {
      throw new BadRowException(
          column.name()
              + " is "
              + Instant.EPOCH.plus(value, ChronoUnit.MILLIS)
              + ", finer than the seconds of "
              + column.type());
    }
    // DateTime is unsigned 32-bit seconds; DateTime64 is documented for 1900 to 2299.
    long seconds = Math.floorDiv(value, precision == 6 ? 1_000_000 : 1000);
    boolean fits =
        precision == 0
            ? seconds >= 0 && seconds <= ColumnType.UINT32_MAX
            : seconds >= -2_208_988_800L && seconds < 10_413_792_000L;
    if (!fits) {
      throw new BadRowException(
          column.name() + " is " + seconds + " s since 1970, outside " + column.type());
    }
  }
}
