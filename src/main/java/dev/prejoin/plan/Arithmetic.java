package dev.prejoin.plan;

import dev.prejoin.plan.ExprType.Family;
import java.util.List;
import java.util.Optional;

/** + - * and unary minus (0 - x) with ClickHouse's result types: the next wider one. */
record Arithmetic(Operator operator, Expr left, Expr right, ExprType type) implements Expr {
  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*");

    private final String java;

    Operator(String java) {
      this.java = java;
    }
  }

  private static final int WIDEST = 8;

  /** The operation, or empty if some result would not fit what prejoin can hold. */
  static Optional<Expr> of(Operator operator, Expr left, Expr right) {
    ExprType a = left.type();
    ExprType b = right.type();
    boolean nullable = a.nullable() || b.nullable();
    if (a.family() == Family.FLOAT || b.family() == Family.FLOAT) {
      return Optional.of(new Arithmetic(operator, left, right, ExprType.FLOAT64.orNull(nullable)));
    }
    boolean signed = a.signed() || b.signed() || operator == Operator.MINUS;
    int size = Math.min(WIDEST, 2 * Math.max(a.size(), b.size()));
    return integer(operator, size, signed, a, b)
        .map(type -> new Arithmetic(operator, left, right, type.orNull(nullable)));
  }

  /** ClickHouse's negation keeps the width of a signed integer, so that the least one wraps. */
  static Expr negated(Expr operand) {
    ExprType type = operand.type();
    if (type.family() == Family.FLOAT) {
      return new Negation(operand, ExprType.FLOAT64.orNull(type.nullable()));
    }
    int size = type.signed() ? type.size() : Math.min(WIDEST, 2 * type.size());
    boolean wraps = type.signed() && type.min() == -1L << (size * 8 - 1);
    long min = wraps ? type.min() : -type.max();
    long max = wraps ? -(type.min() + 1) : -type.min();
    return new Negation(operand, ExprType.integer(size, true, min, max).orNull(type.nullable()));
  }

  private static Optional<ExprType> integer(
      Operator operator, int size, boolean signed, ExprType a, ExprType b) {
    try {
      long[] ends = {
        end(operator, a.min(), b.min()),
        end(operator, a.min(), b.max()),
        end(operator, a.max(), b.min()),
        end(operator, a.max(), b.max())
      };
      long min = Math.min(Math.min(ends[0], ends[1]), Math.min(ends[2], ends[3]));
      long max = Math.max(Math.max(ends[0], ends[1]), Math.max(ends[2], ends[3]));
      return Optional.of(ExprType.integer(size, signed, min, max));
    } catch (ArithmeticException e) {
      // Int64 wraps as Java's long does; a UInt64 above Int64 has no place in a row.
      return signed
          ? Optional.of(ExprType.integer(WIDEST, true, Long.MIN_VALUE, Long.MAX_VALUE))
          : Optional.empty();
    }
  }

  private static long end(Operator operator, long a, long b) {
    return switch (operator) {
      case PLUS -> Math.addExact(a, b);
      case MINUS -> Math.subtractExact(a, b);
      case TIMES -> Math.multiplyExact(a, b);
    };
  }

  @Override
  public List<Expr> operands() {
    return List.of(left, right);
  }

  @Override
  public Operand write(JavaMethod method) {
    Operand a = left.write(method);
    Operand b = right.write(method);
    String cast = type.family() == Family.FLOAT ? "(double) " : "";
    String value = cast + a.value() + " " + operator.java + " " + cast + b.value();
    return new Operand(method.local(type.family().java(), value), Operand.eitherNull(a, b));
  }

  private record Negation(Expr operand, ExprType type) implements Expr {
    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand value = operand.write(method);
      boolean narrow = type.family() == Family.INTEGER && type.size() == Integer.BYTES;
      return new Operand(
          method.local(
              type.family().java(), narrow ? "(int) -" + value.value() : "-" + value.value()),
          value.isNull());
    }
  }
}
