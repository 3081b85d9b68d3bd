package dev.prejoin.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A call of a public static Java method, of which NULL arguments make NULL.
 *
 * @param method the class's canonical name and the method's; its parameters are of the operands'
 *     families' Java types, and then of the constants' classes
 * @param constants further arguments, such as a compiled pattern
 * @param fails whether it throws for some values, or is not cheap: it is then computed only where
 *     its value is asked for
 * @param gives whether it may give null for NULL; the method's result is then the boxed class
 */
public record StaticCall(
    String method,
    List<Expr> operands,
    List<Constant> constants,
    ExprType type,
    boolean fails,
    boolean gives)
    implements Expr {

  /**
   * An argument that is not of the row.
   *
   * @param javaType as Java source names it
   */
  public record Constant(String javaType, Object value) {}

  public StaticCall {
    operands = List.copyOf(operands);
    constants = List.copyOf(constants);
  }

  /**
   * A call that never gives NULL of itself.
   *
   * @param result Nullable if an operand is, whether it says so or not
   */
  public static StaticCall of(Class<?> owner, String method, ExprType result, List<Expr> operands) {
    return new StaticCall(
        owner.getCanonicalName() + "." + method,
        operands,
        List.of(),
        result.orNull(Arguments.anyNullable(operands)),
        false,
        false);
  }

  /** The same for one that throws BadRowException for some values, or takes long. */
  public StaticCall failing() {
    return new StaticCall(method, operands, constants, type, true, gives);
  }

  /** The same for one whose result may be null. */
  public StaticCall givingNull() {
    return new StaticCall(method, operands, constants, type.orNull(true), fails, true);
  }

  /** The same with one more constant. */
  public StaticCall with(String javaType, Object constant) {
    List<Constant> more = new ArrayList<>(constants);
    more.add(new Constant(javaType, constant));
    return new StaticCall(method, operands, more, type, fails, gives);
  }

  @Override
  public boolean isPlain() {
    return !fails && Expr.super.isPlain();
  }

  @Override
  public Operand write(JavaMethod java) {
    List<Operand> values = operands.stream().map(java::operand).toList();
    StringBuilder call = new StringBuilder(method).append('(');
    for (Operand value : values) {
      call.append(call.charAt(call.length() - 1) == '(' ? "" : ", ").append(value.value());
    }
    for (Constant constant : constants) {
      call.append(call.charAt(call.length() - 1) == '(' ? "" : ", ")
          .append(java.constant(constant.javaType, constant.value));
    }
    call.append(')');
    String isNull = Operand.anyNull(values);
    Family family = type.family();
    if (gives) {
      return boxedResult(java, call.toString(), isNull);
    }
    boolean guarded = !isNull.equals(Operand.NEVER);
    String value = guarded ? isNull + " ? " + family.blank() + " : " + call : call.toString();
    return new Operand(java.local(family.java(), value), isNull);
  }

  private Operand boxedResult(JavaMethod java, String call, String isNull) {
    Family family = type.family();
    String boxClass = Boxes.javaClass(family);
    String guarded = isNull.equals(Operand.NEVER) ? call : isNull + " ? null : " + call;
    String box = java.local(boxClass, guarded);
    String nothing = java.local("boolean", box + " == null");
    String value = nothing + " ? " + family.blank() + " : " + Boxes.unboxed(box, family);
    return new Operand(java.local(family.java(), value), nothing);
  }
}
