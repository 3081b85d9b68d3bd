package dev.prejoin.expression;

import dev.prejoin.expression.run.Numbers;
import java.util.List;

/** An integer as one of another type: the low bits of it, as C++ casts. */
record Bits(Expr operand, ExprType type) implements Expr {

  /** The operand as one of the type, Nullable if the operand is. */
  static Expr of(Expr operand, ExprType type) {
    ExprType nullable = type.orNull(operand.type().nullable());
    return operand.type().equals(nullable) ? operand : new Bits(operand, nullable);
  }

  @Override
  public List<Expr> operands() {
    return List.of(operand);
  }

  @Override
  public Operand write(JavaMethod method) {
    Operand value = method.operand(operand);
    return isWider()
        ? value
        : new Operand(
            method.local(
                "long",
                "%s.wrap(%s, %d, %s)"
                    .formatted(Numbers.class.getName(), value.value(), type.size(), type.signed())),
            value.isNull());
  }

  /** Whether every value is its own bits in the type: also in a long that a UInt64 is held in. */
  private boolean isWider() {
    ExprType from = operand.type();
    return type.size() == Long.BYTES
        || (type.size() > from.size() && (type.signed() || !from.signed()));
  }
}
