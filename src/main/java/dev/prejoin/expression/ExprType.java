package dev.prejoin.expression;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of an expression, by ClickHouse's rules.
 *
 * @param nullable whether it may be NULL
 * @param size bytes of an INTEGER, FLOAT, DATE (2: Date, 4: Date32) or TIMESTAMP (4: DateTime, 8:
 *     DateTime64), or of BYTES that always have as many; digits of a DECIMAL; of a BOOLEAN 1 where
 *     ClickHouse calls it UInt8; else 0
 * @param signed of an INTEGER
 * @param scale digits behind the point of a DECIMAL, or of a second of a TIMESTAMP
 * @param zone of a TIMESTAMP that names one; without one it is UTC
 * @param elements of an ARRAY (one) or TUPLE
 * @param symbols of an ENUM in the order of their values from 1; of an INTERVAL its unit
 */
public record ExprType(
    Family family,
    boolean nullable,
    int size,
    boolean signed,
    int scale,
    @Nullable String zone,
    List<ExprType> elements,
    List<String> symbols) {
  public static final ExprType BOOL = of(Family.BOOLEAN, 0);

  /** What a condition gives. */
  public static final ExprType CONDITION = of(Family.BOOLEAN, 1);

  public static final ExprType FLOAT32 = of(Family.FLOAT, 4);
  public static final ExprType FLOAT64 = of(Family.FLOAT, 8);
  public static final ExprType TEXT = of(Family.STRING, 0);
  public static final ExprType BYTES = of(Family.BYTES, 0);
  public static final ExprType UUID = of(Family.UUID, 0);
  public static final ExprType DATE = of(Family.DATE, 2);
  public static final ExprType DATE32 = of(Family.DATE, 4);
  public static final ExprType NULL = of(Family.NOTHING, 0).orNull(true);
  public static final ExprType UINT8 = integer(1, false);
  public static final ExprType UINT16 = integer(2, false);
  public static final ExprType UINT32 = integer(4, false);
  public static final ExprType UINT64 = integer(8, false);
  public static final ExprType INT8 = integer(1, true);
  public static final ExprType INT16 = integer(2, true);
  public static final ExprType INT32 = integer(4, true);
  public static final ExprType INT64 = integer(8, true);

  private static final int[] DECIMAL_WIDTHS = {9, 18, 38, 76};

  public ExprType {
    elements = List.copyOf(elements);
    symbols = List.copyOf(symbols);
  }

  private static ExprType of(Family family, int size) {
    return new ExprType(family, false, size, false, 0, null, List.of(), List.of());
  }

  public static ExprType integer(int bytes, boolean signed) {
    return new ExprType(Family.INTEGER, false, bytes, signed, 0, null, List.of(), List.of());
  }

  /** Bytes that are always as many: a FixedString. */
  public static ExprType fixedBytes(int size) {
    return of(Family.BYTES, size);
  }

  public static ExprType decimal(int precision, int scale) {
    return new ExprType(Family.DECIMAL, false, precision, true, scale, null, List.of(), List.of());
  }

  /** DateTime, in UTC unless a zone is given. */
  public static ExprType dateTime(@Nullable String zone) {
    return new ExprType(Family.TIMESTAMP, false, 4, false, 0, zone, List.of(), List.of());
  }

  /** DateTime64, in UTC unless a zone is given. */
  public static ExprType dateTime64(int scale, @Nullable String zone) {
    return new ExprType(Family.TIMESTAMP, false, 8, true, scale, zone, List.of(), List.of());
  }

  public static ExprType enumeration(List<String> symbols) {
    return new ExprType(Family.ENUM, false, 0, false, 0, null, List.of(), symbols);
  }

  /**
   * A number of units of time.
   *
   * @param unit as in ClickHouse's name of the type: Second, Day, Month …
   */
  public static ExprType interval(String unit) {
    return new ExprType(Family.INTERVAL, false, 0, true, 0, null, List.of(), List.of(unit));
  }

  public static ExprType array(ExprType element) {
    return new ExprType(Family.ARRAY, false, 0, false, 0, null, List.of(element), List.of());
  }

  public static ExprType tuple(List<ExprType> elements) {
    return new ExprType(Family.TUPLE, false, 0, false, 0, null, elements, List.of());
  }

  /** The type of an integer literal: the smallest that holds it; empty if none of 64 bits does. */
  static @Nullable ExprType literal(BigInteger value) {
    boolean signed = value.signum() < 0;
    for (int size = 1; size <= Long.BYTES; size *= 2) {
      if (value.bitLength() <= size * Byte.SIZE - (signed ? 1 : 0)) {
        return integer(size, signed);
      }
    }
    return null;
  }

  /** The type of a column's values. */
  public static ExprType of(ColumnType type) {
    ExprType plain =
        switch (type.kind()) {
          case BOOLEAN -> BOOL;
          case INT8 -> INT8;
          case INT16 -> INT16;
          case INT32 -> INT32;
          case INT64 -> INT64;
          case UINT8 -> UINT8;
          case UINT16 -> UINT16;
          case UINT32 -> UINT32;
          case UINT64 -> UINT64;
          case FLOAT32 -> FLOAT32;
          case FLOAT64 -> FLOAT64;
          case DECIMAL -> decimal(type.precision(), type.scale());
          case STRING -> TEXT;
          case BYTES -> BYTES;
          case UUID -> UUID;
          case DATE -> DATE;
          case DATE32 -> DATE32;
          case TIMESTAMP ->
              type.precision() == 0 ? dateTime(null) : dateTime64(type.precision(), null);
          case ENUM -> enumeration(type.symbols());
          case ARRAY -> array(of(type.elementType()));
        };
    return plain.orNull(type.nullable());
  }

  /** The type of a column that holds its values, if a column can. */
  public Optional<ColumnType> column() {
    Optional<ColumnType> plain =
        switch (family) {
          case BOOLEAN -> Optional.of(ColumnType.of(size == 1 ? Kind.UINT8 : Kind.BOOLEAN));
          case INTEGER ->
              Optional.of(
                  ColumnType.of(Kind.valueOf((signed ? "INT" : "UINT") + size * Byte.SIZE)));
          case FLOAT ->
              Optional.of(ColumnType.of(size == Float.BYTES ? Kind.FLOAT32 : Kind.FLOAT64));
          case DECIMAL ->
              size <= ColumnType.MAX_DECIMAL_DIGITS
                  ? Optional.of(ColumnType.decimal(size, scale))
                  : Optional.empty();
          case STRING -> Optional.of(ColumnType.of(Kind.STRING));
          case BYTES -> Optional.of(ColumnType.of(Kind.BYTES));
          case UUID -> Optional.of(ColumnType.of(Kind.UUID));
          case DATE -> Optional.of(ColumnType.of(size == 2 ? Kind.DATE : Kind.DATE32));
          case TIMESTAMP ->
              Optional.of(ColumnType.timestamp(size == 4 ? 0 : Math.max(3, (scale + 2) / 3 * 3)));
          case ENUM -> Optional.of(ColumnType.enumeration(symbols));
          case ARRAY -> elements.get(0).column().map(ColumnType::array);
          case INTERVAL, TUPLE, NOTHING -> Optional.empty();
        };
    return plain.map(type -> type.withNullable(nullable));
  }

  /** The same, and Nullable if asked; it never ceases to be. */
  public ExprType orNull(boolean alsoNull) {
    return withNullable(nullable || alsoNull);
  }

  public ExprType withNullable(boolean value) {
    return value == nullable
        ? this
        : new ExprType(family, value, size, signed, scale, zone, elements, symbols);
  }

  /** Whether it is an integer, a float, a decimal or a Bool, which counts as 0 or 1. */
  public boolean isNumber() {
    return switch (family) {
      case BOOLEAN, INTEGER, FLOAT, DECIMAL -> true;
      default -> false;
    };
  }

  /** Whether it counts as an integer: also a Bool, as 0 or 1. */
  public boolean isInteger() {
    return family == Family.INTEGER || family == Family.BOOLEAN;
  }

  public boolean isUInt64() {
    return family == Family.INTEGER && !signed && size == Long.BYTES;
  }

  public boolean is(Family other) {
    return family == other;
  }

  /** Bytes of it as an integer; a Bool has one. */
  public int bytes() {
    return family == Family.BOOLEAN ? 1 : size;
  }

  /** Of a decimal: the most digits that its width in bytes holds, as results of arithmetic have. */
  public int widestPrecision() {
    for (int width : DECIMAL_WIDTHS) {
      if (size <= width) {
        return width;
      }
    }
    throw new IllegalStateException("decimal of " + size + " digits");
  }

  /** Its name in ClickHouse, without Nullable. */
  public String clickHouse() {
    return switch (family) {
      case BOOLEAN -> size == 1 ? "UInt8" : "Bool";
      case INTEGER -> (signed ? "Int" : "UInt") + size * Byte.SIZE;
      case FLOAT -> "Float" + size * Byte.SIZE;
      case DECIMAL -> "Decimal(" + size + ", " + scale + ")";
      case STRING -> "String";
      case BYTES -> size == 0 ? "String" : "FixedString(" + size + ")";
      case UUID -> "UUID";
      case DATE -> size == 2 ? "Date" : "Date32";
      case TIMESTAMP -> timestampName();
      case ENUM -> enumName();
      case INTERVAL -> "Interval" + symbols.get(0);
      case ARRAY -> "Array(" + elements.get(0) + ")";
      case TUPLE ->
          elements.stream()
              .map(ExprType::toString)
              .collect(Collectors.joining(", ", "Tuple(", ")"));
      case NOTHING -> "Nothing";
    };
  }

  private String timestampName() {
    String quoted = zone == null ? "" : "'" + zone + "'";
    if (size == 4) {
      return zone == null ? "DateTime" : "DateTime(" + quoted + ")";
    }
    return "DateTime64(" + scale + (zone == null ? "" : ", " + quoted) + ")";
  }

  private String enumName() {
    StringBuilder name = new StringBuilder(symbols.size() <= Byte.MAX_VALUE ? "Enum8(" : "Enum16(");
    for (int i = 0; i < symbols.size(); i++) {
      String symbol = symbols.get(i).replace("\\", "\\\\").replace("'", "\\'");
      name.append(i == 0 ? "'" : ", '").append(symbol).append("' = ").append(i + 1);
    }
    return name.append(')').toString();
  }

  @Override
  public String toString() {
    return nullable ? "Nullable(" + clickHouse() + ")" : clickHouse();
  }
}
