package dev.prejoin.capture;

import dev.prejoin.schema.ColumnType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a PostgreSQL type fits a declared type. What does not is told before anything starts. */
final class TypeFit {
  private static final int LONG_DIGITS = 18;
  private static final int UNSIGNED_LONG_DIGITS = 20;
  private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
  private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric");
  private static final Set<String> TEXTS =
      Set.of("text", "varchar", "bpchar", "name", "citext", "ltree");

  /** What has no type of its own here, as PostgreSQL or Debezium writes it. */
  private static final Set<String> OTHERS_AS_TEXT =
      Set.of(
          "uuid",
          "json",
          "jsonb",
          "hstore",
          "xml",
          "tsvector",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "numeric",
          "money",
          "time",
          "timetz",
          "interval",
          "bit",
          "int4range",
          "int8range",
          "numrange",
          "daterange",
          "tsrange",
          "tstzrange");

  /** Arrays of these do not come through Debezium. */
  private static final Set<String> NO_ARRAYS =
      Set.of("name", "xml", "interval", "money", "bit", "varbit", "hstore", "tsvector", "ltree");

  private TypeFit() {}

  /** What does not fit and what to do, or null if all fits. */
  static @Nullable String problem(ColumnType declared, PostgresType actual) {
    if (declared.kind() == ColumnType.Kind.ARRAY) {
      return arrayProblem(declared, actual);
    }
    if (actual.array()) {
      return "is %s, which does not fit %s; declare an array".formatted(actual.shown(), declared);
    }
    return switch (declared.kind()) {
      case BOOLEAN ->
          actual.name().equals("bit") && actual.modifier() == 1
              ? null
              : oneOf(declared, actual, Set.of("bool"));
      // A value outside is told of when it comes.
      case INT8, UINT8, UINT16 -> oneOf(declared, actual, INTEGERS);
      case INT16 -> oneOf(declared, actual, Set.of("int2"));
      case INT32 -> oneOf(declared, actual, Set.of("int2", "int4"));
      case INT64, UINT32 -> whole(declared, actual, LONG_DIGITS);
      case UINT64 -> whole(declared, actual, UNSIGNED_LONG_DIGITS);
      case FLOAT32 -> oneOf(declared, actual, Set.of("float4"));
      case FLOAT64 ->
          oneOf(declared, actual, Set.of("float8", "float4", "int2", "int4", "numeric"));
      case DECIMAL -> decimal(declared, actual);
      case STRING -> actual.isEnum() ? null : oneOf(declared, actual, union(TEXTS, OTHERS_AS_TEXT));
      case BYTES -> oneOf(declared, actual, Set.of("bytea"));
      case UUID -> oneOf(declared, actual, Set.of("uuid"));
      case DATE, DATE32 -> oneOf(declared, actual, Set.of("date"));
      case TIMESTAMP -> timestamp(declared, actual);
      case ENUM -> enumeration(declared, actual);
      case ARRAY -> throw new IllegalStateException("arrays are seen to above");
    };
  }

  private static @Nullable String arrayProblem(ColumnType declared, PostgresType actual) {
    if (!actual.array()) {
      return "is %s, which is no array, as %s is".formatted(actual.shown(), declared);
    }
    if (actual.dimensions() > 1 || declared.elementType().kind() == ColumnType.Kind.ARRAY) {
      return "is %s: arrays of several dimensions are not supported; leave the column out"
          .formatted(actual.shown());
    }
    if (NO_ARRAYS.contains(actual.name())) {
      return "is %s, and arrays of %s do not come through; leave the column out"
          .formatted(actual.shown(), actual.name());
    }
    String problem = problem(declared.elementType(), actual.element());
    if (problem != null) {
      return "is %s, of which each element %s".formatted(actual.shown(), problem);
    }
    return actual.losesUntouched()
        ? ("is %s, and an update that leaves a large value as it was would not tell it from NULL;"
                + " ALTER TABLE … REPLICA IDENTITY FULL makes PostgreSQL send it always")
            .formatted(actual.shown())
        : null;
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    return Set.copyOf(Stream.concat(some.stream(), more.stream()).toList());
  }

  private static @Nullable String whole(ColumnType declared, PostgresType actual, int digits) {
    PostgresType.Digits has = actual.digits();
    return has != null && has.scale() <= 0 && has.beforePoint() <= digits
        ? null
        : oneOf(declared, actual, INTEGERS, ", numeric(" + digits + ", 0)");
  }

  private static @Nullable String decimal(ColumnType declared, PostgresType actual) {
    String mismatch = oneOf(declared, actual, NUMBERS);
    PostgresType.Digits digits = actual.digits();
    if (mismatch != null || digits == null) {
      // Of numeric without digits, a value that does not fit is told of when it comes.
      return mismatch;
    }
    int scale = Math.max(digits.scale(), 0);
    int before = Math.max(digits.beforePoint(), 0);
    if (scale <= declared.scale() && before <= declared.precision() - declared.scale()) {
      return null;
    }
    return "is %s, which does not fit %s; declare %s"
        .formatted(
            actual.shown(),
            declared,
            before + scale <= ColumnType.MAX_DECIMAL_DIGITS
                ? "precision " + (before + scale) + " and scale " + scale
                : "string, as a Decimal has " + ColumnType.MAX_DECIMAL_DIGITS + " digits at most");
  }

  private static @Nullable String enumeration(ColumnType declared, PostgresType actual) {
    if (!actual.isEnum()) {
      return oneOf(declared, actual, TEXTS, ", an enum");
    }
    List<String> missing =
        actual.labels().stream().filter(label -> !declared.symbols().contains(label)).toList();
    return missing.isEmpty()
        ? null
        : "is %s, whose labels '%s' are no symbols of %s; add them to the schema, or declare string"
            .formatted(actual.shown(), String.join("', '", missing), declared);
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
                : "timestamp-millis (DateTime64(3))",
            actual.name(),
            declared.precision());
  }

  private static @Nullable String oneOf(
      ColumnType declared, PostgresType actual, Set<String> names) {
    return oneOf(declared, actual, names, "");
  }

  private static @Nullable String oneOf(
      ColumnType declared, PostgresType actual, Set<String> names, String more) {
    return names.contains(actual.name())
        ? null
        : "is %s, which does not fit %s; that takes %s%s"
            .formatted(
                actual.shown(),
                declared,
                String.join(", ", names.stream().sorted().toList()),
                more);
  }
}
