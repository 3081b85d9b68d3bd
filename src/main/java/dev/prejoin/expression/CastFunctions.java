package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import java.util.List;

/** Conversions to a type that is named. */
final class CastFunctions {
  private CastFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
                "CAST",
                "CAST(x AS type), x::type",
                "x as that type; NULL fails unless it is Nullable, and is what a text becomes that is no value of a Nullable type",
                CastFunctions::cast)
            .alias("_CAST")
            .differs(ConversionFunctions.BEYOND)
            .differs(TimeConversionFunctions.FORMS),
        of(
            "accurateCast",
            "accurateCast(x, 'type')",
            "x as that type of numbers; a number that it does not hold makes the row a dead letter",
            CastFunctions::accurateCast),
        of(
            "accurateCastOrNull",
            "accurateCastOrNull(x, 'type')",
            "x as that type of numbers, NULL for a number that it does not hold",
            a -> AccurateConversion.orNull(value(a), CastTypes.parse(text(a)))));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return Function.of(Group.CONVERSION, name, usage, words, binder);
  }

  private static String text(List<Expr> arguments) throws Misuse {
    return Arguments.constantText(arguments, 1);
  }

  private static Expr value(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return arguments.get(0);
  }

  private static Expr cast(List<Expr> arguments) throws Misuse {
    Expr value = value(arguments);
    ExprType type = CastTypes.parse(text(arguments));
    return Conversions.to(present(value, type), type);
  }

  private static Expr accurateCast(List<Expr> arguments) throws Misuse {
    Expr value = value(arguments);
    ExprType type = CastTypes.parse(text(arguments));
    Expr present = present(value, type);
    Expr required =
        new ConversionChecks.Required(present, AccurateConversion.orNull(present, type));
    return Convert.to(required, type.orNull(required.type().nullable()));
  }

  private static Expr present(Expr value, ExprType type) throws Misuse {
    if (type.nullable() || !value.type().nullable()) {
      return value;
    }
    if (value.type().is(Family.NOTHING)) {
      throw new Misuse(0, "is no " + type + "; write Nullable(" + type + ")");
    }
    return new ConversionChecks.Present(value, type.clickHouse());
  }
}
