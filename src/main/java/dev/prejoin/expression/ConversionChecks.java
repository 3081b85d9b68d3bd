package dev.prejoin.expression;

import dev.prejoin.expression.run.Failed;
import java.util.List;

/** What becomes of a value that a type does not hold: it fails, or another stands in its place. */
final class ConversionChecks {
  private static final String FAILED = Failed.class.getCanonicalName();

  private ConversionChecks() {}

  /**
   * A converted value that fails where there is none.
   *
   * @param source what is converted
   * @param converted NULL where it cannot be
   */
  record Required(Expr source, Expr converted) implements Expr {
    @Override
    public ExprType type() {
      return converted.type().withNullable(source.type().nullable());
    }

    @Override
    public List<Expr> operands() {
      return List.of(source, converted);
    }

    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand from = method.operand(source);
      Operand to = method.operand(converted);
      String missing = to.isNull() + (from.nullable() ? " && !" + from.isNull() : "");
      String type = method.constant("String", converted.type().clickHouse());
      method.statement(
          "if (%s) throw %s.of(%s, %s)".formatted(missing, FAILED, from.value(), type));
      return new Operand(to.value(), from.isNull());
    }
  }

  /**
   * A converted value, or another where there is none; NULL where what is converted is NULL.
   *
   * @param instead a constant
   */
  record Replaced(Expr source, Expr converted, Literal instead) implements Expr {
    @Override
    public ExprType type() {
      return converted.type().withNullable(source.type().nullable());
    }

    @Override
    public List<Expr> operands() {
      return List.of(source, converted, instead);
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand from = method.operand(source);
      Operand to = method.operand(converted);
      Operand other = method.operand(instead);
      String value = to.isNull() + " ? " + other.value() + " : " + to.value();
      return new Operand(method.local(type().family().java(), value), from.isNull());
    }
  }

  /**
   * A value that fails where it is NULL.
   *
   * @param target the type that has no NULL
   */
  record Present(Expr operand, String target) implements Expr {
    @Override
    public ExprType type() {
      return operand.type().withNullable(false);
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand from = method.operand(operand);
      String type = method.constant("String", target);
      method.statement("if (%s) throw %s.isNull(%s)".formatted(from.isNull(), FAILED, type));
      return new Operand(from.value(), Operand.NEVER);
    }
  }
}
