package dev.prejoin.expression;

import dev.prejoin.expression.run.ParsedValues;
import dev.prejoin.expression.run.ToNumber;
import java.util.List;

/**
 * Any value as one of another type, as ClickHouse's CAST makes it. A text that is no value of the
 * type is NULL if the type is Nullable, and else fails.
 */
final class Conversions {
  private Conversions() {}

  /**
   * The conversion; it may be NULL where the expression is.
   *
   * @throws Misuse if there is none between the two types
   */
  static Expr to(Expr expr, ExprType target) throws Misuse {
    ExprType to = target.orNull(expr.type().nullable());
    if (expr.type().is(Family.NOTHING)) {
      return new Literal(null, to.orNull(true));
    }
    return switch (target.family()) {
      case INTEGER -> IntegerConversion.to(expr, to);
      case FLOAT -> FloatConversion.to(expr, to);
      case DECIMAL -> DecimalConversion.to(expr, to);
      case BOOLEAN -> bool(expr, to);
      case STRING -> Convert.to(TextConversion.of(expr), textType(expr, to));
      case UUID -> uuid(expr, to);
      case ENUM -> EnumConversion.to(expr, to);
      case DATE, TIMESTAMP -> TimeConversions.to(expr, to);
      case BYTES, ARRAY, INTERVAL, TUPLE, NOTHING -> same(expr, to);
    };
  }

  /** Whether there is a conversion between two types, neither of which is Nullable. */
  static boolean isPossible(ExprType from, ExprType to) {
    try {
      to(new Literal(null, from), to);
      return true;
    } catch (Misuse e) {
      return false;
    }
  }

  /** None, for messages about the first argument. */
  static Misuse none(Expr expr, ExprType target) {
    return new Misuse(
        0,
        "is %s, of which no %s can be made"
            .formatted(expr.type(), target.withNullable(false).clickHouse()));
  }

  /** A value of the same type, which may become Nullable. */
  static Expr same(Expr expr, ExprType to) throws Misuse {
    if (!expr.type().withNullable(false).equals(to.withNullable(false))) {
      throw none(expr, to);
    }
    return Convert.to(expr, to);
  }

  /** A type of ClickHouse's String: bytes stay bytes. */
  private static ExprType textType(Expr expr, ExprType to) {
    return expr.type().is(Family.BYTES) ? ExprType.BYTES.orNull(to.nullable()) : to;
  }

  private static Expr bool(Expr expr, ExprType to) throws Misuse {
    List<Expr> one = List.of(expr);
    return switch (expr.type().family()) {
      // A condition is called UInt8, and now Bool.
      case BOOLEAN -> Convert.to(expr, to);
      case INTEGER, FLOAT, DECIMAL, DATE, TIMESTAMP ->
          Convert.to(StaticCall.of(ToNumber.class, "isTrue", ExprType.BOOL, one), to);
      case STRING ->
          to.nullable()
              ? StaticCall.of(ParsedValues.class, "nullableBool", to, one).failing().givingNull()
              : new ConversionChecks.Required(
                  expr, StaticCall.of(ParsedValues.class, "bool", ExprType.BOOL, one).givingNull());
      default -> throw none(expr, to);
    };
  }

  private static Expr uuid(Expr expr, ExprType to) throws Misuse {
    if (!expr.type().is(Family.STRING)) {
      return same(expr, to);
    }
    return parsed(
        expr,
        StaticCall.of(ParsedValues.class, "uuid", ExprType.UUID, List.of(expr)).givingNull(),
        to);
  }

  /** What was read from a text, where the type is Nullable or else must be there. */
  static Expr parsed(Expr text, Expr orNull, ExprType to) {
    return to.nullable() ? orNull : new ConversionChecks.Required(text, orNull);
  }
}
