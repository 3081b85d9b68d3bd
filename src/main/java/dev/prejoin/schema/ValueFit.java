package dev.prejoin.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a value fits its column: what would be cut off is refused instead. */
final class ValueFit {
  private static final int UINT8_MAX = 0xFF;
  private static final int UINT16_MAX = 0xFFFF;
  private static final long YEAR_1900_SECONDS = -2_208_988_800L;
  private static final long YEAR_2300_SECONDS = 10_413_792_000L;
  private static final int YEAR_1900_DAYS = -25_567;
  private static final int LAST_DAY_OF_2299 = 120_529;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private ValueFit() {}

  /**
   * @throws BadRowException naming the column and the value, if it does not fit
   */
  static void check(Column column, @Nullable Object value) {
    check(column.name(), column.type(), value);
  }

  private static void check(String name, ColumnType type, @Nullable Object value) {
    if (value == null) {
      if (!type.nullable()) {
        throw new BadRowException(name + " is NULL, and its type is " + type);
      }
      return;
    }
    if (!type.kind().javaClass().isInstance(value)) {
      throw new BadRowException(
          name + " is a " + value.getClass().getSimpleName() + ", and its type is " + type);
    }
    switch (type.kind()) {
      case INT8 -> within(name, type, (Integer) value, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> within(name, type, (Integer) value, Short.MIN_VALUE, Short.MAX_VALUE);
      case UINT8 -> within(name, type, (Integer) value, 0, UINT8_MAX);
      case UINT16 -> within(name, type, (Integer) value, 0, UINT16_MAX);
      case UINT32 -> within(name, type, (Long) value, 0, ColumnType.UINT32_MAX);
      case DATE -> days(name, type, (Integer) value, 0, UINT16_MAX);
      case DATE32 -> days(name, type, (Integer) value, YEAR_1900_DAYS, LAST_DAY_OF_2299);
      case DECIMAL -> decimal(name, type, (BigDecimal) value);
      case ENUM -> {
        if (!type.symbols().contains((String) value)) {
          throw new BadRowException("%s is '%s', no symbol of %s".formatted(name, value, type));
        }
      }
      case TIMESTAMP -> timestamp(name, type, (Long) value);
      case ARRAY -> {
        List<?> elements = (List<?>) value;
        for (int i = 0; i < elements.size(); i++) {
          element(name, i, type.elementType(), elements.get(i));
        }
      }
      case BOOLEAN, INT32, INT64, UINT64, FLOAT32, FLOAT64, STRING, BYTES, UUID -> {}
    }
  }

  private static void element(String name, int index, ColumnType type, @Nullable Object value) {
    try {
      check(name, type, value);
    } catch (BadRowException e) {
      // The place is put in only where it is wanted: most elements fit.
      check(name + "[" + (index + 1) + "]", type, value);
    }
  }

  private static void within(String name, ColumnType type, long number, long min, long max) {
    if (number < min || number > max) {
      throw new BadRowException(name + " is " + number + ", outside " + type);
    }
  }

  private static void days(String name, ColumnType type, int days, int min, int max) {
    if (days < min || days > max) {
      throw new BadRowException(
          "%s is %d days %s 1970-01-01, outside %s"
              .formatted(name, Math.abs((long) days), days < 0 ? "before" : "after", type));
    }
  }

  private static void decimal(String name, ColumnType type, BigDecimal number) {
    if (number.scale() != type.scale() || number.precision() > type.precision()) {
      throw new BadRowException(
          name + " is " + number.toPlainString() + ", which " + type + " cannot hold");
    }
  }

  /** DateTime is unsigned 32-bit seconds; DateTime64 is documented for 1900 to 2299. */
  private static void timestamp(String name, ColumnType type, long value) {
    long units = type.unitsPerSecond();
    long seconds = Math.floorDiv(value, units);
    long rest = Math.floorMod(value, units);
    boolean whole = type.precision() == 0;
    boolean fits =
        whole
            ? seconds >= 0 && seconds <= ColumnType.UINT32_MAX
            : seconds >= YEAR_1900_SECONDS && seconds < YEAR_2300_SECONDS;
    if (!fits) {
      throw new BadRowException(name + " is " + seconds + " s since 1970, outside " + type);
    }
    if (whole && rest != 0) {
      throw new BadRowException(
          "%s is %s, finer than the seconds of %s"
              .formatted(
                  name, Instant.ofEpochSecond(seconds, rest * (NANOS_PER_SECOND / units)), type));
    }
  }
}
