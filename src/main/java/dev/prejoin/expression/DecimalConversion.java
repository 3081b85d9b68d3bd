package dev.prejoin.expression;

import dev.prejoin.expression.run.ParsedDecimal;
import dev.prejoin.expression.run.ToDecimal;
import java.math.BigInteger;
import java.util.List;

/** Decimals out of other values; digits behind the scale are cut. */
final class DecimalConversion {
  private static final int WIDEST_BITS = 128;

  private DecimalConversion() {}

  /** The conversion, which fails for a number that does not fit. */
  static Expr to(Expr expr, ExprType to) throws Misuse {
    Expr converted = orNull(expr, to);
    return expr.type().is(Family.STRING)
        ? Conversions.parsed(expr, converted, to)
        : Convert.to(new ConversionChecks.Required(expr, converted), to);
  }

  /** NULL for whatever does not fit. */
  static Expr orNull(Expr expr, ExprType to) throws Misuse {
    ExprType from = expr.type();
    if (from.withNullable(false).equals(to.withNullable(false))) {
      return Convert.to(expr, to);
    }
    checkWidest(from, to);
    return switch (from.family()) {
      case BOOLEAN -> call("of", to, Convert.to(expr, ExprType.UINT8.orNull(from.nullable())));
      case INTEGER -> call(from.isUInt64() ? "ofUnsigned" : "of", to, expr);
      case DECIMAL -> call("of", to, expr);
      case FLOAT ->
          sized(
              StaticCall.of(
                      ToDecimal.class,
                      from.size() == Float.BYTES ? "ofFloat32" : "of",
                      to,
                      List.of(expr))
                  .with("double", BigInteger.TEN.pow(to.scale()).doubleValue()),
              to);
      case TIMESTAMP -> {
        if (from.size() == 4) {
          throw Conversions.none(expr, to);
        }
        yield sized(
            StaticCall.of(ToDecimal.class, "ofTime", to, List.of(expr))
                .with("long", (long) from.scale()),
            to);
      }
      case STRING ->
          StaticCall.of(ParsedDecimal.class, "of", to, List.of(expr))
              .with("long", (long) to.scale())
              .with("long", (long) to.widestPrecision())
              .givingNull();
      default -> throw Conversions.none(expr, to);
    };
  }

  /**
   * Refuses what ClickHouse computes wrongly in 128 bits.
   *
   * @throws Misuse if it would not see an overflow, or does not read a float as what it is
   */
  private static void checkWidest(ExprType from, ExprType to) throws Misuse {
    if (DecimalArithmetic.bits(to) < WIDEST_BITS) {
      return;
    }
    if (from.is(Family.FLOAT)) {
      throw new Misuse(
          0,
          "is a float, of which ClickHouse makes wrong decimals of 38 digits; write toDecimal64(…, %d)"
              .formatted(Math.min(to.scale(), 18)));
    }
    int bits =
        switch (from.family()) {
          case BOOLEAN, INTEGER -> from.bytes() * Byte.SIZE;
          case DECIMAL -> DecimalArithmetic.bits(from) - 1;
          case TIMESTAMP -> Long.SIZE - 1;
          default -> 0;
        };
    BigInteger factor = BigInteger.TEN.pow(Math.max(0, to.scale() - from.scale()));
    if (bits > 0 && factor.bitLength() > 1 && factor.shiftLeft(bits).bitLength() >= WIDEST_BITS) {
      throw new Misuse(
          0,
          "is %s: ClickHouse does not see when that overflows a decimal of 38 digits, %d of them behind the point; take fewer behind it"
              .formatted(from, to.scale()));
    }
  }

  private static Expr call(String method, ExprType to, Expr expr) {
    return sized(StaticCall.of(ToDecimal.class, method, to, List.of(expr)), to);
  }

  private static Expr sized(StaticCall call, ExprType to) {
    return call.with("long", (long) to.scale())
        .with("long", (long) DecimalArithmetic.bits(to))
        .givingNull();
  }
}
