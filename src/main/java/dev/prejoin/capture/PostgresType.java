package dev.prejoin.capture;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column's type in PostgreSQL; of a domain, the type beneath it.
 *
 * @param name as in pg_type, such as {@code timestamptz}; of an array, its elements'
 * @param shown as PostgreSQL writes it, such as {@code timestamp(0) with time zone}
 * @param modifier pg_attribute.atttypmod; -1 if there is none
 * @param labels of an enum, in its order; else empty
 * @param array whether it is an array of the named type
 * @param dimensions that the array was declared with; else 0
 * @param wholeOnUpdate whether an update of the row always sends it: REPLICA IDENTITY FULL
 */
record PostgresType(
    String name,
    String shown,
    int modifier,
    List<String> labels,
    boolean array,
    int dimensions,
    boolean wholeOnUpdate) {
  private static final int DEFAULT_TIME_PRECISION = 6;
  private static final int HEADER = 4;

  /** Arrays for which Debezium says that an update did not touch them; of others it makes NULL. */
  private static final Set<String> TELLS_UNTOUCHED =
      Set.of("text", "varchar", "bpchar", "json", "jsonb", "bytea", "int4", "date", "int8", "uuid");

  PostgresType {
    labels = List.copyOf(labels);
  }

  /** A plain type. */
  static PostgresType of(String name, int modifier) {
    return new PostgresType(name, name, modifier, List.of(), false, 0, false);
  }

  PostgresType element() {
    return new PostgresType(name, name, modifier, labels, false, 0, wholeOnUpdate);
  }

  boolean isEnum() {
    return !labels.isEmpty();
  }

  /** Whether an update that leaves a large value as it was would lose it unseen. */
  boolean losesUntouched() {
    return array && !wholeOnUpdate && !TELLS_UNTOUCHED.contains(name);
  }

  int timePrecision() {
    return modifier < 0 ? DEFAULT_TIME_PRECISION : modifier;
  }

  /** Of numeric(p, s), or null if it has none. */
  @Nullable Digits digits() {
    if (!name.equals("numeric") || modifier < 0) {
      return null;
    }
    int scale = (modifier - HEADER) & 0x7FF;
    // PostgreSQL 15 has scales from -1000, in eleven bits.
    return new Digits((modifier - HEADER) >> 16 & 0xFFFF, (scale ^ 0x400) - 0x400);
  }

  /** All digits, and those behind the point, which can be less than none: thousands, for -3. */
  record Digits(int precision, int scale) {
    int beforePoint() {
      return precision - scale;
    }
  }
}
