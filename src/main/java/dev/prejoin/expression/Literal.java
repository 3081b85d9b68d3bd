package dev.prejoin.expression;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constant that the statement holds, or that an expression of constants gives.
 *
 * @param value as generated code holds it (Boolean, Long, Double, String, BigDecimal …); null for
 *     NULL
 */
public record Literal(@Nullable Object value, ExprType type) implements Expr {
  public static final Literal NULL = new Literal(null, ExprType.NULL);

  /**
   * A literal of the statement: as ClickHouse reads it, an integer has the smallest type that holds
   * it, and a number with a point is a Float64.
   *
   * @throws Misuse if it is an integer beyond 64 bits
   */
  public static Literal of(@Nullable Object value) throws Misuse {
    if (value == null) {
      return NULL;
    }
    if (value instanceof BigInteger number) {
      ExprType type = ExprType.literal(number);
      if (type == null) {
        throw new Misuse(
            "%s does not fit 64 bits (%d to %s)"
                .formatted(number, Long.MIN_VALUE, Long.toUnsignedString(-1)));
      }
      return new Literal(number.longValue(), type);
    }
    if (value instanceof Boolean) {
      return new Literal(value, ExprType.BOOL);
    }
    return new Literal(value, value instanceof Double ? ExprType.FLOAT64 : ExprType.TEXT);
  }

  /** Its text, or null if it is none. */
  public @Nullable String text() {
    return value instanceof String text && type.is(Family.STRING) ? text : null;
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  public Operand write(JavaMethod method) {
    return value == null
        ? new Operand(type.family().blank(), "true")
        : new Operand(method.constant(type.family().java(), value), Operand.NEVER);
  }
}
