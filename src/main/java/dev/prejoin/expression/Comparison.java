package dev.prejoin.expression;

import dev.prejoin.expression.run.Decimals;
import dev.prejoin.expression.run.Order;
import java.util.List;

/** = <> < <= > >= on two values of types that can be compared without loss; NaN is like nothing. */
record Comparison(Operator operator, Expr left, Expr right) implements Expr {
  enum Operator {
    EQUALS("=="),
    NOT_EQUALS("!="),
    LESS("<"),
    LESS_OR_EQUALS("<="),
    GREATER(">"),
    GREATER_OR_EQUALS(">=");

    private final String java;

    Operator(String java) {
      this.java = java;
    }
  }

  /** Bytes of an integer that a double always holds. */
  private static final int EXACT_IN_DOUBLE = 4;

  /** Whether ClickHouse compares the two, and as this does. */
  static boolean canCompare(ExprType left, ExprType right) {
    return switch (left.family()) {
      case BOOLEAN, INTEGER, FLOAT, DECIMAL -> right.isNumber();
      case DATE, TIMESTAMP -> right.is(Family.DATE) || right.is(Family.TIMESTAMP);
      case STRING, UUID -> right.is(left.family());
      case ENUM -> right.is(Family.ENUM) && left.symbols().equals(right.symbols());
      default -> false;
    };
  }

  @Override
  public ExprType type() {
    return ExprType.CONDITION.orNull(left.type().nullable() || right.type().nullable());
  }

  @Override
  public List<Expr> operands() {
    return List.of(left, right);
  }

  @Override
  public boolean isPlain() {
    return !mayFail() && Expr.super.isPlain();
  }

  /** A decimal or a time may not fit its width with the other's scale. */
  private boolean mayFail() {
    ExprType l = left.type();
    ExprType r = right.type();
    if (l.isNumber()) {
      boolean floats = l.is(Family.FLOAT) || r.is(Family.FLOAT);
      return !floats && (l.is(Family.DECIMAL) || r.is(Family.DECIMAL));
    }
    return Convert.mayOverflow(l, finest()) || Convert.mayOverflow(r, finest());
  }

  private ExprType finest() {
    return ExprType.dateTime64(Math.max(left.type().scale(), right.type().scale()), null);
  }

  @Override
  public Operand write(JavaMethod method) {
    Operand a = method.operand(left);
    Operand b = method.operand(right);
    return new Operand(
        method.local("boolean", java(a.value(), b.value(), method)),
        Operand.anyNull(List.of(a, b)));
  }

  private String java(String a, String b, JavaMethod method) {
    return switch (left.type().family()) {
      case STRING -> isEquality() ? equality(a, b) : ordered("bytes", a, b);
      case ENUM -> isEquality() ? equality(a, b) : symbols(a, b, method);
      case UUID -> isEquality() ? equality(a, b) : ordered("uuids", a, b);
      case DATE, TIMESTAMP -> times(a, b);
      default -> numbers(a, b);
    };
  }

  private boolean isEquality() {
    return operator == Operator.EQUALS || operator == Operator.NOT_EQUALS;
  }

  private String equality(String a, String b) {
    return (operator == Operator.EQUALS ? "" : "!") + a + ".equals(" + b + ")";
  }

  private String symbols(String a, String b, JavaMethod method) {
    String all = method.constant("java.util.List", left.type().symbols());
    return "%s.indexOf(%s) %s %s.indexOf(%s)".formatted(all, a, operator.java, all, b);
  }

  private String times(String a, String b) {
    ExprType l = left.type();
    ExprType r = right.type();
    if (l.is(Family.DATE) && r.is(Family.DATE)) {
      return infix(a, b);
    }
    ExprType finest = finest();
    return infix(Convert.java(a, l, finest), Convert.java(b, r, finest));
  }

  private String numbers(String a, String b) {
    ExprType l = left.type();
    ExprType r = right.type();
    if (l.is(Family.BOOLEAN) && r.is(Family.BOOLEAN) && isEquality()) {
      return infix(a, b);
    }
    if (l.is(Family.BOOLEAN)) {
      return flipped(Convert.java(a, l, ExprType.UINT8), ExprType.UINT8, b, r);
    }
    return flipped(a, l, b, r);
  }

  private String flipped(String a, ExprType l, String b, ExprType r) {
    return r.is(Family.BOOLEAN)
        ? numbers(a, l, Convert.java(b, r, ExprType.UINT8), ExprType.UINT8)
        : numbers(a, l, b, r);
  }

  private String numbers(String a, ExprType l, String b, ExprType r) {
    if (l.is(Family.FLOAT) && r.is(Family.FLOAT)) {
      return infix(a, b);
    }
    if (l.is(Family.FLOAT) || r.is(Family.FLOAT)) {
      return mixed(a, l, b, r);
    }
    if (l.is(Family.DECIMAL) || r.is(Family.DECIMAL)) {
      return "%s.compare(%s, %s, %dL) %s 0"
          .formatted(Decimals.class.getName(), decimal(a, l), decimal(b, r), bits(), operator.java);
    }
    if (!l.isUInt64() && !r.isUInt64()) {
      return infix(a, b);
    }
    if (!l.signed() && !r.signed()) {
      return "Long.compareUnsigned(%s, %s) %s 0".formatted(a, b, operator.java);
    }
    return l.signed()
        ? ordered("signedAndUnsigned", a, b)
        : "0 " + operator.java + " " + order("signedAndUnsigned", b, a);
  }

  private int bits() {
    return Math.max(bits(left.type()), bits(right.type()));
  }

  private static int bits(ExprType type) {
    return type.is(Family.DECIMAL)
        ? DecimalArithmetic.bits(type)
        : Math.max(Integer.SIZE, type.bytes() * Byte.SIZE);
  }

  private static String decimal(String value, ExprType type) {
    return type.is(Family.DECIMAL) ? value : Convert.java(value, type, ExprType.decimal(38, 0));
  }

  /** A float and another number: the other one is not rounded, as ClickHouse does not either. */
  private String mixed(String a, ExprType l, String b, ExprType r) {
    ExprType other = l.is(Family.FLOAT) ? r : l;
    if (other.is(Family.DECIMAL) || other.bytes() <= EXACT_IN_DOUBLE) {
      return infix(Convert.java(a, l, ExprType.FLOAT64), Convert.java(b, r, ExprType.FLOAT64));
    }
    String by = other.isUInt64() ? "unsignedNumbers" : "numbers";
    boolean floatIsLeft = l.is(Family.FLOAT);
    String floating = floatIsLeft ? a : b;
    String ordered = floatIsLeft ? "0 " + operator.java + " " + order(by, b, a) : ordered(by, a, b);
    return operator == Operator.NOT_EQUALS
        ? "(%s != %s | %s)".formatted(floating, floating, ordered)
        : "(%s == %s & %s)".formatted(floating, floating, ordered);
  }

  private String infix(String a, String b) {
    return a + " " + operator.java + " " + b;
  }

  private String ordered(String by, String a, String b) {
    return order(by, a, b) + " " + operator.java + " 0";
  }

  private static String order(String by, String a, String b) {
    return Order.class.getName() + "." + by + "(" + a + ", " + b + ")";
  }
}
