package dev.prejoin.expression;

import java.util.List;

/**
 * The least type that holds every value of several, by ClickHouse's rules (its function
 * getLeastSupertype).
 */
public final class Supertype {
  private static final int FLOAT32_BITS = 24;
  private static final int FLOAT64_BITS = 53;

  private Supertype() {}

  /**
   * The common type; Nullable if any is.
   *
   * @throws Misuse if there is none
   */
  public static ExprType of(List<ExprType> types) throws Misuse {
    ExprType common = types.get(0);
    for (ExprType type : types.subList(1, types.size())) {
      common = of(common, type, types);
    }
    return common;
  }

  private static ExprType of(ExprType a, ExprType b, List<ExprType> all) throws Misuse {
    boolean nullable = a.nullable() || b.nullable();
    if (a.is(Family.NOTHING) || a.withNullable(false).equals(b.withNullable(false))) {
      return b.orNull(nullable);
    }
    if (b.is(Family.NOTHING)) {
      return a.orNull(nullable);
    }
    if (a.isNumber() && b.isNumber()) {
      return number(a, b, all).orNull(nullable);
    }
    if (isText(a) && isText(b)) {
      return ExprType.TEXT.orNull(nullable);
    }
    if (isTime(a) && isTime(b)) {
      return time(a, b).orNull(nullable);
    }
    if (a.is(Family.ARRAY) && b.is(Family.ARRAY)) {
      return ExprType.array(of(a.elements().get(0), b.elements().get(0), all));
    }
    throw none(all);
  }

  private static boolean isText(ExprType type) {
    return type.is(Family.STRING) || type.is(Family.ENUM);
  }

  private static boolean isTime(ExprType type) {
    return type.is(Family.DATE) || type.is(Family.TIMESTAMP);
  }

  private static ExprType time(ExprType a, ExprType b) {
    if (a.is(Family.DATE) && b.is(Family.DATE)) {
      return ExprType.DATE32;
    }
    ExprType zoned = a.is(Family.TIMESTAMP) ? a : b;
    if (zoned.size() == 4 && (isDate32(a) || isDate32(b))) {
      return ExprType.dateTime64(0, null);
    }
    return a.size() == 8 || b.size() == 8
        ? ExprType.dateTime64(Math.max(a.scale(), b.scale()), zoned.zone())
        : ExprType.dateTime(zoned.zone());
  }

  private static boolean isDate32(ExprType type) {
    return type.is(Family.DATE) && type.size() == 4;
  }

  private static ExprType number(ExprType a, ExprType b, List<ExprType> all) throws Misuse {
    if (a.is(Family.DECIMAL) || b.is(Family.DECIMAL)) {
      return decimal(a, b, all);
    }
    if (a.is(Family.FLOAT) || b.is(Family.FLOAT)) {
      return floating(a, b, all);
    }
    if (a.is(Family.BOOLEAN) && b.is(Family.BOOLEAN)) {
      // To ClickHouse a Bool is the type UInt8 under another name, and the first one's stays.
      return a.withNullable(false);
    }
    if (isBoolAndUInt8(a, b) || isBoolAndUInt8(b, a)) {
      // ClickHouse calls it Bool and leaves numbers beside 0 and 1 in it.
      throw none(all);
    }
    boolean aSigned = a.is(Family.INTEGER) && a.signed();
    boolean bSigned = b.is(Family.INTEGER) && b.signed();
    if (aSigned == bSigned) {
      return ExprType.integer(Math.max(a.bytes(), b.bytes()), aSigned);
    }
    int unsignedBytes = aSigned ? b.bytes() : a.bytes();
    int signedBytes = aSigned ? a.bytes() : b.bytes();
    int size = Math.max(signedBytes, unsignedBytes * 2);
    if (size > Long.BYTES) {
      throw none(all);
    }
    return ExprType.integer(size, true);
  }

  private static boolean isBoolAndUInt8(ExprType a, ExprType b) {
    return a.withNullable(false).equals(ExprType.BOOL)
        && b.withNullable(false).equals(ExprType.UINT8);
  }

  private static ExprType floating(ExprType a, ExprType b, List<ExprType> all) throws Misuse {
    if (a.is(Family.FLOAT) && b.is(Family.FLOAT)) {
      return ExprType.FLOAT64;
    }
    ExprType floating = a.is(Family.FLOAT) ? a : b;
    int bits = (a.is(Family.FLOAT) ? b : a).bytes() * Byte.SIZE;
    if (floating.size() == Float.BYTES && bits <= FLOAT32_BITS) {
      return ExprType.FLOAT32;
    }
    if (bits <= FLOAT64_BITS) {
      return ExprType.FLOAT64;
    }
    throw none(all);
  }

  private static ExprType decimal(ExprType a, ExprType b, List<ExprType> all) throws Misuse {
    if (a.is(Family.FLOAT) || b.is(Family.FLOAT)) {
      throw none(all);
    }
    int scale = Math.max(a.scale(), b.scale());
    int whole = Math.max(wholeDigits(a), wholeDigits(b));
    if (whole + scale > 38) {
      throw none(all);
    }
    return ExprType.decimal(ExprType.decimal(whole + scale, scale).widestPrecision(), scale);
  }

  /** The most digits before the point. */
  static int wholeDigits(ExprType type) {
    return switch (type.family()) {
      case DECIMAL -> type.size() - type.scale();
      default ->
          switch (type.bytes()) {
            case 1 -> 3;
            case 2 -> 5;
            case 4 -> 10;
            default -> type.signed() ? 19 : 20;
          };
    };
  }

  private static Misuse none(List<ExprType> types) {
    return new Misuse(
        "there is no type that holds all of "
            + String.join(", ", types.stream().map(ExprType::toString).distinct().toList())
            + "; convert them to one, such as with "
            + (types.stream().anyMatch(Supertype::isTime) ? "toDateTime64(…, 3)" : "toFloat64(…)")
            + " or toString(…)");
  }
}
