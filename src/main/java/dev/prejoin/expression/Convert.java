package dev.prejoin.expression;

import dev.prejoin.expression.run.Decimals;
import dev.prejoin.expression.run.Numbers;
import dev.prejoin.expression.run.Times;
import java.util.List;

/** Conversions that lose nothing, as ClickHouse makes them to reach a common type. */
public final class Convert {
  private static final int MICROSECONDS = 6;
  private static final int LAST_DATE_TIME_DAY = 49_709;

  private Convert() {}

  /** The expression as one of the other type, which must hold every value of it. */
  public static Expr to(Expr expr, ExprType type) {
    ExprType from = expr.type();
    if (from.equals(type)) {
      return expr;
    }
    boolean isNull = expr instanceof Literal literal && literal.value() == null;
    if (isNull || from.is(Family.NOTHING)) {
      return new Literal(null, type.orNull(true));
    }
    return new Widened(expr, type.orNull(from.nullable()));
  }

  /** Any number as a double. */
  public static Expr toFloat64(Expr expr) {
    return to(expr, ExprType.FLOAT64.orNull(expr.type().nullable()));
  }

  /**
   * A Java expression for a value of one type as one of another.
   *
   * @param value not NULL, or a blank
   */
  static String java(String value, ExprType from, ExprType to) {
    if (from.family() == to.family()) {
      return switch (to.family()) {
        case DECIMAL ->
            from.scale() == to.scale() ? value : value + ".setScale(" + to.scale() + ")";
        case TIMESTAMP -> scaled(value, to.scale() - from.scale(), mayOverflow(from, to));
        default -> value;
      };
    }
    return switch (to.family()) {
      case BOOLEAN -> "(" + value + " != 0)";
      case INTEGER -> "(" + value + " ? 1L : 0L)";
      case FLOAT -> toDouble(value, from);
      case DECIMAL -> toDecimal(value, from, to);
      case TIMESTAMP -> scaled(midnight(value, to), to.scale(), false);
      default -> value;
    };
  }

  /** Whether a time may lie beyond what 64 bits hold of the other type's units. */
  static boolean mayOverflow(ExprType from, ExprType to) {
    return from.is(Family.TIMESTAMP) && from.signed() && from.scale() < to.scale();
  }

  private static String scaled(String value, int digits, boolean mayOverflow) {
    long factor = 1;
    for (int i = 0; i < digits; i++) {
      factor *= 10;
    }
    if (factor == 1) {
      return value;
    }
    return mayOverflow
        ? "%s.scaled(%s, %dL)".formatted(Times.class.getName(), value, factor)
        : "(" + value + " * " + factor + "L)";
  }

  /**
   * The last day of a Date has no DateTime in ClickHouse: it is the day before; and a day beyond
   * what 64 bits hold of a fine scale is the last full second that they hold.
   */
  private static String midnight(String value, ExprType to) {
    String day = to.size() == 4 ? "Math.min(" + value + ", " + LAST_DATE_TIME_DAY + "L)" : value;
    String second = "(" + day + " * 86400L)";
    return to.scale() > MICROSECONDS
        ? "Math.min(" + second + ", " + Long.MAX_VALUE / TimeArguments.perSecond(to) + "L)"
        : second;
  }

  private static String toDouble(String value, ExprType from) {
    return switch (from.family()) {
      case BOOLEAN -> "(" + value + " ? 1d : 0d)";
      case DECIMAL -> Decimals.class.getName() + ".toDouble(" + value + ")";
      default ->
          from.isUInt64()
              ? Numbers.class.getName() + ".unsignedToDouble(" + value + ")"
              : "((double) " + value + ")";
    };
  }

  private static String toDecimal(String value, ExprType from, ExprType to) {
    String whole = from.is(Family.BOOLEAN) ? "(" + value + " ? 1L : 0L)" : value;
    String decimal =
        from.isUInt64()
            ? "new java.math.BigDecimal(Long.toUnsignedString(" + whole + "))"
            : "java.math.BigDecimal.valueOf(" + whole + ")";
    return to.scale() == 0 ? decimal : decimal + ".setScale(" + to.scale() + ")";
  }

  record Widened(Expr operand, ExprType type) implements Expr {
    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public boolean isPlain() {
      boolean time = type.is(Family.TIMESTAMP);
      return !(time && mayOverflow(operand.type(), type)) && Expr.super.isPlain();
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand from = method.operand(operand);
      return new Operand(java(from.value(), operand.type(), type), from.isNull());
    }
  }
}
