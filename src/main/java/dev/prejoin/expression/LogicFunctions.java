package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import java.util.List;

/** AND, OR, XOR, NOT. */
public final class LogicFunctions {
  private LogicFunctions() {}

  static List<Function> all() {
    return List.of(
        of("and", "a AND b", "TRUE if all are, FALSE if one is, else NULL", a -> junction(true, a)),
        of("or", "a OR b", "TRUE if one is, FALSE if all are, else NULL", a -> junction(false, a)),
        of("xor", "xor(a, b)", "TRUE if an odd number is", LogicFunctions::xor),
        of("not", "NOT a", "TRUE for FALSE, FALSE for TRUE", LogicFunctions::not));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return Function.of(Group.LOGIC, name, usage, words, binder);
  }

  /**
   * An argument as a condition: a number is TRUE unless it is 0, as in ClickHouse.
   *
   * @throws Misuse if it is no number
   */
  static Expr condition(List<Expr> arguments, int index) throws Misuse {
    ExprType type = arguments.get(index).type();
    return switch (type.family()) {
      case BOOLEAN, NOTHING, INTEGER, FLOAT -> condition(arguments.get(index));
      default ->
          throw new Misuse(
              index, "must be a condition, and this is " + type + "; compare it with something");
    };
  }

  /** A Bool, or a number, which is TRUE unless it is 0. */
  public static Expr condition(Expr value) {
    return switch (value.type().family()) {
      case BOOLEAN -> value;
      case NOTHING -> Convert.to(value, ExprType.CONDITION);
      default -> new Logic.NotZero(value);
    };
  }

  private static Expr junction(boolean and, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, Integer.MAX_VALUE);
    Expr all = condition(arguments, 0);
    for (int i = 1; i < arguments.size(); i++) {
      Expr next = condition(arguments, i);
      boolean nullable = all.type().nullable() || next.type().nullable();
      all = new Logic.Junction(and, all, next, result(arguments).orNull(nullable));
    }
    return all;
  }

  /** A Bool where one of them is, and not Nullable. */
  private static ExprType result(List<Expr> arguments) {
    return arguments.stream().anyMatch(a -> a.type().equals(ExprType.BOOL))
        ? ExprType.BOOL
        : ExprType.CONDITION;
  }

  private static Expr xor(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, Integer.MAX_VALUE);
    Expr odd = condition(arguments, 0);
    for (int i = 1; i < arguments.size(); i++) {
      odd = new Comparison(Comparison.Operator.NOT_EQUALS, odd, condition(arguments, i));
    }
    // Unlike AND and OR, it is a Bool for a Nullable one too.
    boolean bool =
        arguments.stream().anyMatch(a -> a.type().withNullable(false).equals(ExprType.BOOL));
    ExprType type = bool ? ExprType.BOOL : ExprType.CONDITION;
    return Convert.to(odd, type.orNull(odd.type().nullable()));
  }

  private static Expr not(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return new Logic.Not(condition(arguments, 0));
  }
}
