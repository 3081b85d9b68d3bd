package dev.prejoin.plan;

import dev.prejoin.plan.ExprType.Family;
import java.util.List;

/** = <> < <= > >= on two values of types that can be compared without loss; NaN is like nothing. */
record Comparison(Operator operator, Expr left, Expr right) implements Expr {
  enum Operator {
    EQUALS("=="),
    NOT_EQUALS("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String java;

    Operator(String java) {
      this.java = java;
    }
  }

  /** Beyond it a double does not hold every integer. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  /** Whether ClickHouse compares the two as this does. */
  static boolean canCompare(ExprType left, ExprType right) {
    return (left.family() == right.family() && left.family() != Family.OTHER)
        || (left.isNumber() && right.isNumber());
  }

  @Override
  public ExprType type() {
    return ExprType.BOOL.orNull(left.type().nullable() || right.type().nullable());
  }

  @Override
  public List<Expr> operands() {
    return List.of(left, right);
  }

  @Override
  public Operand write(JavaMethod method) {
    Operand a = left.write(method);
    Operand b = right.write(method);
    return new Operand(
        method.local("boolean", java(a.value(), b.value())), Operand.eitherNull(a, b));
  }

  private String java(String a, String b) {
    Family family = left.type().family();
    if (family == Family.STRING) {
      return switch (operator) {
        case EQUALS -> a + ".equals(" + b + ")";
        case NOT_EQUALS -> "!" + a + ".equals(" + b + ")";
        default -> compared("bytes", a, b);
      };
    }
    if (family == Family.TIMESTAMP) {
      return inUnit(a, left, right) + " " + operator.java + " " + inUnit(b, right, left);
    }
    if (family != right.type().family()) {
      return mixed(a, b);
    }
    return a + " " + operator.java + " " + b;
  }

  private String mixed(String a, String b) {
    boolean leftIsWhole = left.type().family() == Family.INTEGER;
    ExprType whole = leftIsWhole ? left.type() : right.type();
    if (whole.min() >= -EXACT_IN_DOUBLE && whole.max() <= EXACT_IN_DOUBLE) {
      return "(double) " + a + " " + operator.java + " (double) " + b;
    }
    String fraction = leftIsWhole ? b : a;
    String ordered =
        leftIsWhole
            ? compared("numbers", a, b)
            : "0 " + operator.java + " " + order("numbers", b, a);
    return operator == Operator.NOT_EQUALS
        ? "(%s != %s | %s)".formatted(fraction, fraction, ordered)
        : "(%s == %s & %s)".formatted(fraction, fraction, ordered);
  }

  private String compared(String by, String a, String b) {
    return order(by, a, b) + " " + operator.java + " 0";
  }

  private static String order(String by, String a, String b) {
    return Order.class.getName() + "." + by + "(" + a + ", " + b + ")";
  }

  /** Microseconds if either has them. */
  private static String inUnit(String value, Expr of, Expr beside) {
    return of.type().size() <= 3 && beside.type().size() > 3 ? "(" + value + " * 1000L)" : value;
  }
}
