package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Choices, and what handles NULL. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
            "if",
            "if(condition, a, b), condition ? a : b",
            "a where the condition is TRUE, else b; the other is not computed",
            ConditionFunctions::choose),
        of(
            "multiIf",
            "multiIf(condition, a, …, otherwise), CASE WHEN condition THEN a … ELSE otherwise END",
            "what stands behind the first condition that is TRUE",
            ConditionFunctions::choose),
        of(
            "caseWithExpression",
            "CASE x WHEN b THEN a … ELSE otherwise END",
            "what stands behind the first value that x equals",
            ConditionFunctions::caseOf),
        of(
            "coalesce",
            "coalesce(a, …)",
            "the first that is not NULL",
            ConditionFunctions::coalesce),
        of("ifNull", "ifNull(a, b)", "b where a is NULL", ConditionFunctions::ifNull),
        of("nullIf", "nullIf(a, b)", "NULL where a equals b, else a", ConditionFunctions::nullIf),
        of("isNull", "a IS NULL", "whether it is NULL", a -> isNull(a, false)),
        of("isNotNull", "a IS NOT NULL", "whether it is not NULL", a -> isNull(a, true)),
        of("toNullable", "toNullable(a)", "a, of a Nullable type", ConditionFunctions::toNullable),
        of(
            "assumeNotNull",
            "assumeNotNull(a)",
            "a where it is not NULL, else the type's default",
            ConditionFunctions::assumeNotNull));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return Function.of(Group.CONDITION, name, usage, words, binder);
  }

  private static Expr choose(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 3, Integer.MAX_VALUE);
    if (arguments.size() % 2 == 0) {
      throw new Misuse("takes conditions and values in pairs, and one value more");
    }
    List<Expr> conditions = new ArrayList<>();
    List<Expr> results = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      conditions.add(LogicFunctions.condition(arguments, i));
      results.add(arguments.get(i + 1));
    }
    results.add(arguments.get(arguments.size() - 1));
    return choice(conditions, results);
  }

  private static Expr choice(List<Expr> conditions, List<Expr> results) throws Misuse {
    ExprType type = Supertype.of(results.stream().map(Expr::type).toList());
    checkScales(results);
    checkWidth(results, type);
    checkNullable(type);
    return new Choice(conditions, results.stream().map(r -> Convert.to(r, type)).toList(), type);
  }

  private static void checkNullable(ExprType type) throws Misuse {
    if (type.nullable() && type.is(Family.ARRAY)) {
      throw new Misuse("would be a Nullable(Array), which ClickHouse has not");
    }
  }

  /** ClickHouse's choices do not bring decimals to one scale. */
  private static void checkScales(List<Expr> results) throws Misuse {
    long scales =
        results.stream()
            .filter(result -> result.type().is(Family.DECIMAL))
            .mapToInt(result -> result.type().scale())
            .distinct()
            .count();
    if (scales > 1) {
      throw new Misuse(
          "chooses between decimals of several scales; convert them to one, such as with toDecimal64(…, 4)");
    }
  }

  /** ClickHouse leaves the width to the decimal, whatever stands beside it. */
  private static void checkWidth(List<Expr> results, ExprType type) throws Misuse {
    if (!type.is(Family.DECIMAL)) {
      return;
    }
    for (Expr result : results) {
      ExprType from = result.type();
      if (from.is(Family.DECIMAL) && from.widestPrecision() == type.widestPrecision()) {
        return;
      }
    }
    throw new Misuse(
        "chooses between a decimal and an integer that is wider; convert one, such as with toDecimal128(…, %d)"
            .formatted(type.scale()));
  }

  private static Expr caseOf(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 4, Integer.MAX_VALUE);
    List<Expr> conditions = new ArrayList<>();
    List<Expr> results = new ArrayList<>();
    for (int i = 1; i + 1 < arguments.size(); i += 2) {
      conditions.add(matches(arguments.get(0), arguments.get(i)));
      results.add(arguments.get(i + 1));
    }
    results.add(arguments.get(arguments.size() - 1));
    return choice(conditions, results);
  }

  /** NULL is NULL here, as ClickHouse sees it. */
  private static Expr matches(Expr value, Expr candidate) throws Misuse {
    if (candidate.type().is(Family.NOTHING) && value.type().nullable()) {
      return new Logic.IsNull(value, false);
    }
    DecimalArithmetic.checkHolds(value.type(), candidate);
    Constants.refuseTimeText(value, candidate);
    Expr equal = Functions.call("equals", value, candidate);
    if (!value.type().nullable() || !candidate.type().nullable()) {
      return equal;
    }
    Expr bothNull =
        Functions.call("and", new Logic.IsNull(value, false), new Logic.IsNull(candidate, false));
    return Functions.call("or", bothNull, equal);
  }

  private static Expr coalesce(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, Integer.MAX_VALUE);
    List<Expr> conditions = new ArrayList<>();
    List<Expr> results = new ArrayList<>();
    for (Expr argument : arguments) {
      if (argument.type().is(Family.NOTHING)) {
        continue;
      }
      if (!argument.type().nullable()) {
        results.add(argument);
        return results.size() == 1 ? argument : choice(conditions, results);
      }
      conditions.add(new Logic.IsNull(argument, true));
      results.add(new NotNull(argument));
    }
    if (results.isEmpty()) {
      return Literal.NULL;
    }
    results.add(Literal.NULL);
    return choice(conditions, results);
  }

  private static Expr ifNull(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Expr a = arguments.get(0);
    Expr b = arguments.get(1);
    if (a.type().is(Family.NOTHING)) {
      return b;
    }
    return a.type().nullable()
        ? choice(List.of(new Logic.IsNull(a, true)), List.of(new NotNull(a), b))
        : a;
  }

  private static Expr nullIf(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Constants.refuseTimeText(arguments.get(0), arguments.get(1));
    Expr equal = Functions.call("equals", arguments.get(0), arguments.get(1));
    return choice(List.of(equal), List.of(Literal.NULL, arguments.get(0)));
  }

  private static Expr isNull(List<Expr> arguments, boolean negated) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value = arguments.get(0);
    // ClickHouse does not compute what cannot be NULL, so nothing of it fails.
    return value.type().nullable() || value.isPlain()
        ? new Logic.IsNull(value, negated)
        : new Literal(negated, ExprType.CONDITION);
  }

  private static Expr toNullable(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    ExprType type = arguments.get(0).type().orNull(true);
    checkNullable(type);
    return Convert.to(arguments.get(0), type);
  }

  private static Expr assumeNotNull(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value = arguments.get(0);
    if (!value.type().nullable()) {
      return value;
    }
    if (!(value instanceof ColumnRef)) {
      throw new Misuse(
          0,
          "must be a column: beneath another NULL, ClickHouse may hold any value; write ifNull(…, …)");
    }
    ExprType type = value.type().withNullable(false);
    Object zero =
        switch (type.family()) {
          // Neither has a blank: one is of the type's scale, one of its symbols.
          case DECIMAL -> BigDecimal.ZERO.setScale(type.scale());
          case ENUM -> type.symbols().get(0);
          default -> null;
        };
    return zero == null
        ? new NotNull(value)
        : new Choice(
            List.of(new Logic.IsNull(value, true)),
            List.of(new NotNull(value), new Literal(zero, type)),
            type);
  }

  /** A value that is asked for only where it is not NULL. */
  private record NotNull(Expr operand) implements Expr {
    @Override
    public ExprType type() {
      return operand.type().withNullable(false);
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      return new Operand(method.operand(operand).value(), Operand.NEVER);
    }
  }
}
