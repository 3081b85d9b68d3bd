package dev.prejoin.expression;

import static java.util.stream.Collectors.joining;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Magnitudes;
import java.util.List;

/** What numbers are, and which of several is the least. */
final class NumberFunctions {
  private static final Family[] NUMBERS = {Family.INTEGER, Family.FLOAT, Family.DECIMAL};

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
        of("least", "least(a, …)", "the least of those that are not NULL", a -> chosen(false, a)),
        of(
            "greatest",
            "greatest(a, …)",
            "the greatest of those that are not NULL",
            a -> chosen(true, a)),
        of("min2", "min2(a, b)", "the lesser as a Float64", a -> ofTwo("min2", a)),
        of("max2", "max2(a, b)", "the greater as a Float64", a -> ofTwo("max2", a)),
        of("pow", "pow(x, 2)", "the square as a Float64", NumberFunctions::power)
            .alias("power", "POW", "POWER"),
        of("degrees", "degrees(x)", "an angle of radians", a -> times(180 / Math.PI, a)),
        of("radians", "radians(x)", "an angle of degrees", a -> times(Math.PI / 180, a)),
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

  private static Expr chosen(boolean greatest, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, Integer.MAX_VALUE);
    List<ExprType> types = arguments.stream().map(Expr::type).toList();
    for (int i = 0; i < arguments.size(); i++) {
      Arguments.family(
          arguments,
          i,
          Family.INTEGER,
          Family.FLOAT,
          Family.DECIMAL,
          Family.STRING,
          Family.DATE,
          Family.TIMESTAMP,
          Family.UUID);
      if (types.get(i).is(Family.NOTHING)) {
        throw new Misuse(i, "is left out by ClickHouse: write the other arguments alone");
      }
    }
    if (arguments.size() == 2) {
      Expr left = besideDecimal(arguments.get(0), types.get(1));
      Expr right = besideDecimal(arguments.get(1), types.get(0));
      if (left != arguments.get(0) || right != arguments.get(1)) {
        return chosen(greatest, List.of(left, right));
      }
    }
    boolean decimals = types.stream().anyMatch(type -> type.is(Family.DECIMAL));
    if (decimals && types.stream().map(type -> type.withNullable(false)).distinct().count() > 1) {
      throw new Misuse(
          "is of %s; ClickHouse would cut digits, so convert all to one type, such as with CAST(… AS Decimal(18, 2))"
              .formatted(
                  types.stream().map(ExprType::toString).distinct().collect(joining(" and "))));
    }
    ExprType type = Supertype.of(types);
    List<Expr> values =
        arguments.stream().map(a -> Convert.to(a, type.withNullable(a.type().nullable()))).toList();
    return values.size() == 1 ? values.get(0) : new Extreme(greatest, values, type);
  }

  /** An integer constant beside a decimal is of its type, if that holds it. */
  private static Expr besideDecimal(Expr expr, ExprType type) throws Misuse {
    if (!type.is(Family.DECIMAL)
        || !expr.type().is(Family.INTEGER)
        || !(expr instanceof Literal literal)) {
      return expr;
    }
    DecimalArithmetic.checkHolds(type, literal);
    return Convert.to(literal, type.withNullable(false));
  }

  private static Expr ofTwo(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return StaticCall.of(
        Magnitudes.class,
        method,
        ExprType.FLOAT64,
        List.of(anyNumber(arguments, 0), anyNumber(arguments, 1)));
  }

  private static Expr anyNumber(List<Expr> arguments, int index) throws Misuse {
    return Convert.toFloat64(number(arguments.subList(index, index + 1), NUMBERS));
  }

  private static Expr times(double factor, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return StaticCall.of(
            Magnitudes.class, "times", ExprType.FLOAT64, List.of(anyNumber(arguments, 0)))
        .with("double", factor);
  }

  private static Expr power(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    boolean isSquare =
        arguments.get(1) instanceof Literal literal
            && literal.value() instanceof Number exponent
            && exponent.doubleValue() == 2;
    if (!isSquare || !arguments.get(1).type().isNumber()) {
      throw new Misuse(
          1,
          "must be 2: of other powers the last bit depends on the library that computes them;"
              + " multiply, or use sqrt(…)");
    }
    return StaticCall.of(
        Magnitudes.class, "square", ExprType.FLOAT64, List.of(anyNumber(arguments, 0)));
  }

  private static Expr constant(double value, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 0, 0);
    return new Literal(value, ExprType.FLOAT64);
  }
}
