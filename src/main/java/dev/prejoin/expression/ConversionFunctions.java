package dev.prejoin.expression;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Conversions by functions that are named after a type. */
final class ConversionFunctions {
  /** C++ leaves it open what such a number becomes, and ClickHouse's own functions disagree. */
  static final String BEYOND =
      "a float that an integer type does not hold makes the row a dead letter, where ClickHouse gives some number";

  private static final List<ExprType> NUMBERS =
      List.of(
          ExprType.INT8,
          ExprType.INT16,
          ExprType.INT32,
          ExprType.INT64,
          ExprType.UINT8,
          ExprType.UINT16,
          ExprType.UINT32,
          ExprType.UINT64,
          ExprType.FLOAT32,
          ExprType.FLOAT64);

  private ConversionFunctions() {}

  static List<Function> all() {
    List<Function> all = new ArrayList<>();
    NUMBERS.forEach(type -> all.addAll(number(type)));
    for (int bits = 32, digits = 9; bits <= 128; bits *= 2, digits = bits == 64 ? 18 : 38) {
      all.addAll(decimal(bits, digits));
    }
    all.add(of("toBool", "(x)", "x as a Bool: whether a number is not 0", to(ExprType.BOOL)));
    all.addAll(uuid());
    all.add(of("toString", "(x)", "x as ClickHouse writes it", to(ExprType.TEXT)));
    return all;
  }

  private static Function of(String name, String arguments, String words, Binder binder) {
    return Function.of(
        Group.CONVERSION,
        name,
        name + arguments,
        words,
        a -> !a.isEmpty() && a.get(0).type().is(Family.NOTHING) ? Literal.NULL : binder.bind(a));
  }

  private static Binder to(ExprType type) {
    return arguments -> {
      Arguments.count(arguments, 1, 1);
      return Conversions.to(arguments.get(0), type);
    };
  }

  private static List<Function> number(ExprType type) {
    String name = "to" + type;
    boolean floating = type.is(Family.FLOAT);
    UnaryOperator<Function> differs = f -> floating ? f : f.differs(BEYOND);
    Object zero = floating ? (Object) 0d : (Object) 0L;
    return List.of(
        differs.apply(
            of(
                name,
                "(x)",
                floating
                    ? "x as that float; a text that is no number makes the row a dead letter"
                    : "x as that integer: other integers keep their low bits, fractions are cut; a text that is no number makes the row a dead letter",
                to(type))),
        of(
            name + "OrNull",
            "(s)",
            "the number that a text is, or NULL",
            a -> textOrNull(a, type, 1)),
        of(
            name + "OrZero",
            "(s)",
            "the number that a text is, or 0",
            a -> textOr(a, textOrNull(a, type, 1), zero)),
        of(
            name + "OrDefault",
            "(x[, y])",
            "x as that type if it holds it, else y, or 0",
            a -> orDefault(a, 1, type, new Literal(zero, type))));
  }

  private static List<Function> decimal(int bits, int digits) {
    String name = "toDecimal" + bits;
    return List.of(
        of(
            name,
            "(x, scale)",
            "x as a Decimal(%d, scale); further digits are cut, and what does not fit makes the row a dead letter"
                .formatted(digits),
            a -> {
              Arguments.count(a, 2, 2);
              return Conversions.to(a.get(0), decimalType(a, digits));
            }),
        of(
            name + "OrNull",
            "(s, scale)",
            "the decimal that a text is, or NULL",
            a -> {
              Arguments.count(a, 2, 2);
              return textOrNull(a, decimalType(a, digits), 2);
            }),
        of(
            name + "OrZero",
            "(s, scale)",
            "the decimal that a text is, or 0",
            a -> {
              Arguments.count(a, 2, 2);
              ExprType type = decimalType(a, digits);
              return textOr(a, textOrNull(a, type, 2), zero(type));
            }),
        of(
            name + "OrDefault",
            "(x, scale[, y])",
            "x as a Decimal(%d, scale) if it fits, else y, or 0".formatted(digits),
            a -> {
              Arguments.count(a, 2, 3);
              ExprType type = decimalType(a, digits);
              return orDefault(a, 2, type, new Literal(zero(type), type));
            }));
  }

  private static BigDecimal zero(ExprType decimal) {
    return BigDecimal.ZERO.setScale(decimal.scale());
  }

  private static ExprType decimalType(List<Expr> arguments, int digits) throws Misuse {
    long scale = Arguments.constantInteger(arguments, 1);
    if (scale < 0 || scale > digits) {
      throw new Misuse(1, "must be from 0 to %d, the digits behind the point".formatted(digits));
    }
    return ExprType.decimal(digits, (int) scale);
  }

  private static List<Function> uuid() {
    return List.of(
        of(
            "toUUID",
            "(s)",
            "the UUID that a text is; another text makes the row a dead letter",
            to(ExprType.UUID)),
        of(
            "toUUIDOrNull",
            "(s)",
            "the UUID that a text is, or NULL",
            a -> textOrNull(a, ExprType.UUID, 1)),
        of(
            "toUUIDOrZero",
            "(s)",
            "the UUID that a text is, or the one of zeros",
            a -> textOr(a, textOrNull(a, ExprType.UUID, 1), Blank.ZERO_UUID)),
        of(
            "toUUIDOrDefault",
            "(s[, y])",
            "the UUID that a text is, else y, or the one of zeros",
            a -> {
              Arguments.count(a, 1, 2);
              TextArguments.text(a, 0);
              return orDefault(a, 1, ExprType.UUID, new Literal(Blank.ZERO_UUID, ExprType.UUID));
            }));
  }

  private static Expr textOrNull(List<Expr> arguments, ExprType type, int count) throws Misuse {
    Arguments.count(arguments, count, count);
    if (!arguments.get(0).type().is(Family.STRING)) {
      throw new Misuse(
          0,
          "must be a String for OrNull and OrZero, and this is %s%s"
              .formatted(
                  arguments.get(0).type(),
                  type.is(Family.UUID) ? "" : "; OrDefault takes numbers"));
    }
    return Conversions.to(arguments.get(0), type.orNull(true));
  }

  private static Expr textOr(List<Expr> arguments, Expr orNull, Object instead) {
    Literal literal = new Literal(instead, orNull.type().withNullable(false));
    return new ConversionChecks.Replaced(arguments.get(0), orNull, literal);
  }

  /**
   * A conversion with a default for what cannot be converted, and for NULL.
   *
   * @param index of the argument that is the default
   */
  private static Expr orDefault(List<Expr> arguments, int index, ExprType type, Literal zero)
      throws Misuse {
    Arguments.count(arguments, index, index + 1);
    Expr value = arguments.get(0);
    if (value.type().is(Family.STRING) && type.is(Family.FLOAT)) {
      throw new Misuse(
          0,
          "is a String, of which ClickHouse reads floats less exactly here; write ifNull(to%sOrNull(…), …)"
              .formatted(type));
    }
    Expr instead = arguments.size() > index ? arguments.get(index) : zero;
    if (!Objects.equals(instead.type(), type)) {
      throw new Misuse(
          index,
          "must be %s, and this is %s; convert it with %s"
              .formatted(
                  type,
                  instead.type(),
                  type.is(Family.DECIMAL) ? "CAST(… AS " + type + ")" : "to" + type + "(…)"));
    }
    return Functions.call("ifNull", AccurateConversion.orNull(value, type), instead);
  }
}
