package dev.prejoin.plan;

import dev.prejoin.schema.ColumnType;

/**
 * The type of an expression by ClickHouse's rules. Generated code holds a BOOLEAN as boolean, a
 * FLOAT as double, a STRING as String, an OTHER as the class in rows and all others as long.
 *
 * @param family what operators care for
 * @param clickHouse its name, without Nullable
 * @param nullable whether it may be NULL
 * @param size bytes of an INTEGER or FLOAT, digits of a second of a TIMESTAMP; else 0
 * @param min the least value of an INTEGER
 * @param max the largest value of an INTEGER
 */
record ExprType(Family family, String clickHouse, boolean nullable, int size, long min, long max) {
  enum Family {
    BOOLEAN("boolean", "false"),
    INTEGER("long", "0L"),
    FLOAT("double", "0d"),
    STRING("String", "\"\""),
    DATE("long", "0L"),
    TIMESTAMP("long", "0L"),
    /** What no operator takes: it passes as it is. */
    OTHER("Object", "null");

    private final String java;
    private final String blank;

    Family(String java, String blank) {
      this.java = java;
      this.blank = blank;
    }

    /** The Java type of its values. */
    String java() {
      return java;
    }

    /** What stands in for the value of a NULL. */
    String blank() {
      return blank;
    }
  }

  static final ExprType BOOL = new ExprType(Family.BOOLEAN, "Bool", false, 0, 0, 0);
  static final ExprType FLOAT64 = new ExprType(Family.FLOAT, "Float64", false, 8, 0, 0);
  static final ExprType TEXT = new ExprType(Family.STRING, "String", false, 0, 0, 0);

  static ExprType of(ColumnType type) {
    String name = type.withNullable(false).clickHouse();
    return switch (type.kind()) {
      case BOOLEAN -> BOOL.orNull(type.nullable());
      case INT8 -> bounded(type, 1, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> bounded(type, 2, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> bounded(type, 4, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT8 -> bounded(type, 1, 0, 0xFF);
      case UINT16 -> bounded(type, 2, 0, 0xFFFF);
      case INT64 -> bounded(type, 8, Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT32 -> bounded(type, 4, 0, ColumnType.UINT32_MAX);
      case FLOAT32 -> new ExprType(Family.FLOAT, name, type.nullable(), 4, 0, 0);
      case FLOAT64 -> FLOAT64.orNull(type.nullable());
      case STRING -> TEXT.orNull(type.nullable());
      case DATE, DATE32 -> new ExprType(Family.DATE, name, type.nullable(), 0, 0, 0);
      case TIMESTAMP ->
          new ExprType(
              type.precision() == 9 ? Family.OTHER : Family.TIMESTAMP,
              name,
              type.nullable(),
              type.precision(),
              0,
              0);
      case UINT64, DECIMAL, BYTES, UUID, ENUM, ARRAY ->
          new ExprType(Family.OTHER, name, type.nullable(), 0, 0, 0);
    };
  }

  private static ExprType bounded(ColumnType type, int size, long min, long max) {
    return new ExprType(
        Family.INTEGER, type.withNullable(false).clickHouse(), type.nullable(), size, min, max);
  }

  /** An integer of ClickHouse's width and sign, of which no value lies outside the bounds. */
  static ExprType integer(int size, boolean signed, long min, long max) {
    return new ExprType(
        Family.INTEGER, (signed ? "Int" : "UInt") + size * 8, false, size, min, max);
  }

  /** The type of an integer literal: the smallest that holds it. */
  static ExprType literal(long value) {
    for (int size = 1; size < 8; size *= 2) {
      if (value >= 0 ? value >> (size * 8) == 0 : value >= -1L << (size * 8 - 1)) {
        return integer(size, value < 0, value, value);
      }
    }
    return integer(8, value < 0, value, value);
  }

  ExprType orNull(boolean alsoNull) {
    return new ExprType(family, clickHouse, nullable || alsoNull, size, min, max);
  }

  boolean signed() {
    return !clickHouse.startsWith("U");
  }

  boolean isNumber() {
    return family == Family.INTEGER || family == Family.FLOAT;
  }

  @Override
  public String toString() {
    return nullable ? "Nullable(" + clickHouse + ")" : clickHouse;
  }
}
