package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import java.util.List;

/** Arrays and tuples. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static List<Function> all() {
    return List.of(
        Function.of(Group.ARRAY, "array", "[a, …]", "constants for IN", ArrayFunctions::array),
        Function.of(
            Group.ARRAY,
            "tuple",
            "(a, …)",
            "values side by side, for = and IN",
            arguments ->
                new Several(
                    arguments, ExprType.tuple(arguments.stream().map(Expr::type).toList()))));
  }

  private static Expr array(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, Integer.MAX_VALUE);
    ExprType element = Supertype.of(arguments.stream().map(Expr::type).toList());
    return new Several(arguments, ExprType.array(element));
  }
}
