package dev.prejoin.capture;

import dev.prejoin.schema.ColumnType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether each value of a PostgreSQL type fits a declared type. */
final class TypeFit {
  private static final int DEFAULT_TIME_PRECISION = 6;
  private static final int MAX_LONG_DIGITS = 18;
  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "varchar",
          "bpchar",
          "name",
          "citext",
          "uuid",
          "json",
          "jsonb",
          "xml",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "numeric");

  private TypeFit() {}

  /**
   * A column's type in PostgreSQL.
   *
   * @param name as in pg_type, such as {@code timestamptz}
   * @param shown as PostgreSQL writes it, such as {@code timestamp(0) with time zone}
   * @param modifier pg_attribute.atttypmod; -1 if there is none
   * @param enumeration whether it is an enum
   */
  record PostgresType(String name, String shown, int modifier, boolean enumeration) {
    private int timePrecision() {
      return modifier < 0 ? DEFAULT_TIME_PRECISION : modifier;
    }

    /** Whether it is a whole number that a long holds: numeric(p, 0). */
    private boolean isWholeNumeric() {
      if (!name.equals("numeric") || modifier < 0) {
        return false;
      }
      int digits = (modifier - 4) >> 16 & 0xFFFF;
      int scale = (modifier - 4) & 0x7FF;
      return scale == 0 && digits <= MAX_LONG_DIGITS;
    }
  }

  /** What does not fit and what to do, or null if all fits. */
  static @Nullable String problem(ColumnType declared, PostgresType actual) {
    return switch (declared.kind()) {
      case BOOLEAN -> oneOf(declared, actual, Set.of("bool"));
      case INT32 -> oneOf(declared, actual, Set.of("int2", "int4"));
      case INT64, UINT32 ->
          actual.isWholeNumeric() ? null : oneOf(declared, actual, Set.of("int2", "int4", "int8"));
      case FLOAT32 -> oneOf(declared, actual, Set.of("float4"));
      case FLOAT64 ->
          oneOf(declared, actual, Set.of("float8", "float4", "int2", "int4", "numeric"));
      case STRING -> actual.enumeration() ? null : oneOf(declared, actual, TEXTS);
      case DATE32 -> oneOf(declared, actual, Set.of("date"));
      case TIMESTAMP -> timestamp(declared, actual);
      default -> throw new IllegalArgumentException("not yet: " + declared);
    };
  }

  private static @Nullable String timestamp(ColumnType declared, PostgresType actual) {
    String mismatch = oneOf(declared, actual, Set.of("timestamp", "timestamptz"));
    if (mismatch != null) {
      return mismatch;
    }
    if (actual.timePrecision() <= declared.precision()) {
      return null;
    }
    return "is %s: %s do not fit %s; declare %s, or make the column %s(%d)"
        .formatted(
            actual.shown(),
            actual.timePrecision() > 3 ? "microseconds" : "milliseconds",
            declared,
            actual.timePrecision() > 3
                ? "timestamp-micros (DateTime64(6))"
                : "timestamp-millis without a precision (DateTime64(3))",
            actual.name(),
            declared.precision());
  }

  private static @Nullable String oneOf(
      ColumnType declared, PostgresType actual, Set<String> names) {
    return names.contains(actual.name())
        ? null
        : "is %s, which does not fit %s; that takes %s"
            .formatted(
                actual.shown(), declared, String.join(", ", names.stream().sorted().toList()));
  }
}
