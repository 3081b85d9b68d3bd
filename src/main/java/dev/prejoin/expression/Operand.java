package dev.prejoin.expression;

/**
 * A value in generated code.
 *
 * @param value a Java expression without effects, the family's blank where it is NULL
 * @param isNull a Java expression without effects, {@code false} if it never is
 */
public record Operand(String value, String isNull) {
  public static final String NEVER = "false";

  public boolean nullable() {
    return !isNull.equals(NEVER);
  }

  /** Whether any is NULL, as a Java expression. */
  public static String anyNull(Iterable<Operand> operands) {
    StringBuilder any = new StringBuilder();
    for (Operand operand : operands) {
      if (operand.nullable() && any.indexOf(operand.isNull) < 0) {
        any.append(any.isEmpty() ? "" : " | ").append(operand.isNull);
      }
    }
    return any.isEmpty() ? NEVER : any.indexOf("|") < 0 ? any.toString() : "(" + any + ")";
  }
}
