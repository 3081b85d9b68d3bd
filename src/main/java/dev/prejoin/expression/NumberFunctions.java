package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Magnitudes;
import java.util.List;

/** What numbers are, and which of several is the least. */
final class NumberFunctions {
  private NumberFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
            "abs",
            "abs(x)",
            "x without its sign; of integers an unsigned one",
            NumberFunctions::abs),
        of("sign", "sign(x)", "-1, 0 or 1", NumberFunctions::sign),
        of("sqrt", "sqrt(x)", "the square root; nan below 0", NumberFunctions::sqrt),
        of("isNaN", "isNaN(x)", "whether x is nan", a -> is("isNaN", a)),
        of(
            "isFinite",
            "isFinite(x)",
            "whether x is neither nan nor infinite",
            a -> is("isFinite", a)),
        of("isInfinite", "isInfinite(x)", "whether x is infinite", a -> is("isInfinite", a)),
        of(
            "ifNotFinite",
            "ifNotFinite(x, y)",
            "y where x is nan or infinite, else x",
            NumberFunctions::ifNotFinite),
        of(
            "least",
            "least(a, b)",
            "the lesser; the other where one is NULL",
            a -> chosen("less", a)),
        of(
            "greatest",
            "greatest(a, b)",
            "the greater; the other where one is NULL",
            a -> chosen("greater", a)),
        of("pi", "pi()", "3.14159…", a -> constant(Math.PI, a)),
        of("e", "e()", "2.71828…", a -> constant(Math.E, a)));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return Function.of(Group.NUMBER, name, usage, words, binder);
  }

  private static Expr number(List<Expr> arguments, Family... families) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value = Arguments.family(arguments, 0, families);
    if (value.type().is(Family.NOTHING)) {
      throw new Misuse(0, "makes the result NULL whatever the row holds");
    }
    return value;
  }

  private static Expr abs(List<Expr> arguments) throws Misuse {
    Expr value = number(arguments, Family.INTEGER, Family.FLOAT, Family.DECIMAL);
    ExprType type = value.type();
    if (!type.is(Family.INTEGER)) {
      return StaticCall.of(Magnitudes.class, "abs", type, arguments);
    }
    return type.signed()
        ? StaticCall.of(Magnitudes.class, "abs", ExprType.integer(type.size(), false), arguments)
        : value;
  }

  private static Expr sign(List<Expr> arguments) throws Misuse {
    Expr value = number(arguments, Family.INTEGER, Family.FLOAT, Family.DECIMAL);
    String method = value.type().isUInt64() ? "unsignedSign" : "sign";
    return StaticCall.of(Magnitudes.class, method, ExprType.INT8, arguments);
  }

  private static Expr sqrt(List<Expr> arguments) throws Misuse {
    Expr value = number(arguments, Family.INTEGER, Family.FLOAT, Family.DECIMAL);
    return StaticCall.of(Math.class, "sqrt", ExprType.FLOAT64, List.of(Convert.toFloat64(value)));
  }

  private static Expr is(String method, List<Expr> arguments) throws Misuse {
    Expr value = number(arguments, Family.INTEGER, Family.FLOAT);
    return StaticCall.of(
        Double.class, method, ExprType.CONDITION, List.of(Convert.toFloat64(value)));
  }

  private static Expr ifNotFinite(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return Functions.call(
        "if", is("isFinite", arguments.subList(0, 1)), arguments.get(0), arguments.get(1));
  }

  private static Expr chosen(String comparison, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    for (int i = 0; i < 2; i++) {
      Arguments.family(arguments, i, Family.INTEGER, Family.DECIMAL, Family.DATE, Family.TIMESTAMP);
      if (arguments.get(i).type().is(Family.NOTHING)) {
        throw new Misuse(i, "is left out by ClickHouse: write the other argument alone");
      }
    }
    Expr a = arguments.get(0);
    Expr b = arguments.get(1);
    boolean decimals = a.type().is(Family.DECIMAL) || b.type().is(Family.DECIMAL);
    if (decimals && !a.type().withNullable(false).equals(b.type().withNullable(false))) {
      throw new Misuse(
          "is of %s and %s; ClickHouse would cut digits, so convert both to one Decimal"
              .formatted(a.type(), b.type()));
    }
    Expr first = Functions.call(comparison, a, b);
    if (!Arguments.anyNullable(arguments)) {
      return Functions.call("if", first, a, b);
    }
    return Functions.call(
        "multiIf", new Logic.IsNull(a, false), b, new Logic.IsNull(b, false), a, first, a, b);
  }

  private static Expr constant(double value, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 0, 0);
    return new Literal(value, ExprType.FLOAT64);
  }
}
