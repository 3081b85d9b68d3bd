package dev.prejoin.capture;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The type that a column of PostgreSQL is declared with where nobody has chosen one: the narrowest
 * that keeps its digits, labels and elements.
 */
final class NaturalType {
  private static final int MILLISECONDS = 3;
  private static final int MICROSECONDS = 6;

  private NaturalType() {}

  /** The type; {@link #problem} tells whether it fits. */
  static ColumnType of(PostgresType actual) {
    if (actual.array()) {
      // No constraint of a column keeps NULL out of its elements.
      return ColumnType.array(of(actual.element()).withNullable(true));
    }
    if (actual.isEnum()) {
      return ColumnType.enumeration(actual.labels());
    }
    return switch (actual.name()) {
      case "bool" -> ColumnType.of(Kind.BOOLEAN);
      case "bit" -> ColumnType.of(actual.modifier() == 1 ? Kind.BOOLEAN : Kind.STRING);
      case "int2" -> ColumnType.of(Kind.INT16);
      case "int4" -> ColumnType.of(Kind.INT32);
      case "int8" -> ColumnType.of(Kind.INT64);
      case "float4" -> ColumnType.of(Kind.FLOAT32);
      case "float8" -> ColumnType.of(Kind.FLOAT64);
      case "numeric" -> numeric(actual);
      case "bytea" -> ColumnType.of(Kind.BYTES);
      case "uuid" -> ColumnType.of(Kind.UUID);
      case "date" -> ColumnType.of(Kind.DATE32);
      case "timestamp", "timestamptz" -> timestamp(actual.timePrecision());
      default -> ColumnType.of(Kind.STRING);
    };
  }

  private static ColumnType numeric(PostgresType actual) {
    PostgresType.Digits digits = actual.digits();
    if (digits == null) {
      return ColumnType.of(Kind.STRING);
    }
    int scale = Math.max(digits.scale(), 0);
    int precision = Math.max(digits.beforePoint(), 0) + scale;
    return precision <= ColumnType.MAX_DECIMAL_DIGITS
        ? ColumnType.decimal(precision, scale)
        : ColumnType.of(Kind.STRING);
  }

  private static ColumnType timestamp(int digits) {
    if (digits == 0) {
      return ColumnType.timestamp(0);
    }
    return ColumnType.timestamp(digits <= MILLISECONDS ? MILLISECONDS : MICROSECONDS);
  }

  /** Why prejoin cannot hold the column at all, or null if it can. */
  static @Nullable String problem(PostgresType actual) {
    String problem = TypeFit.problem(of(actual), actual);
    return problem == null || actual.array()
        ? problem
        : "is " + actual.shown() + ", for which prejoin has no type";
  }
}
