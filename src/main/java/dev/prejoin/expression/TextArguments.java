package dev.prejoin.expression;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Numbers;
import java.util.List;
import java.util.Locale;

/** What functions of strings have in common. */
final class TextArguments {
  /** How all functions that count in bytes differ from ClickHouse. */
  static final String CUT =
      "a result that would be no UTF-8, such as a part of a character, makes the row a dead letter";

  private TextArguments() {}

  /** A function that gives NULL for every NULL that the statement writes out. */
  static Function of(Group group, String name, String usage, String words, Binder binder) {
    return Function.of(
        group,
        name,
        usage,
        words,
        arguments ->
            arguments.stream().anyMatch(a -> a.type().is(Family.NOTHING))
                ? Literal.NULL
                : binder.bind(arguments));
  }

  /** The same under further names, each of which ClickHouse takes in any case. */
  static Function anyCase(Function function, String... aliases) {
    List<String> names = new java.util.ArrayList<>();
    for (String name : aliases) {
      names.add(name);
      if (!name.equals(name.toUpperCase(Locale.ROOT))) {
        names.add(name.toUpperCase(Locale.ROOT));
      }
    }
    names.add(function.name().toUpperCase(Locale.ROOT));
    return function.alias(names.toArray(new String[0]));
  }

  /** An argument that must be a String. */
  static Expr text(List<Expr> arguments, int index) throws Misuse {
    return Arguments.family(arguments, index, Family.STRING);
  }

  /** An argument that may be an Enum too, which then is its text. */
  static Expr textOrEnum(List<Expr> arguments, int index) throws Misuse {
    Expr argument = Arguments.family(arguments, index, Family.STRING, Family.ENUM);
    return Convert.to(argument, ExprType.TEXT.orNull(argument.type().nullable()));
  }

  /**
   * An argument that must be an integer; ClickHouse too takes the bits of a UInt64 for an Int64.
   */
  static Expr integer(List<Expr> arguments, int index) throws Misuse {
    return Arguments.family(arguments, index, Family.INTEGER);
  }

  /** The same, where more than Int64 holds is the most that it holds. */
  static Expr clampedInteger(List<Expr> arguments, int index) throws Misuse {
    Expr argument = integer(arguments, index);
    return argument.type().isUInt64()
        ? StaticCall.of(Numbers.class, "atMostInt64", ExprType.INT64, List.of(argument))
        : argument;
  }

  /** A constant text of ASCII characters, which count the same as bytes and as characters. */
  static String constantAscii(List<Expr> arguments, int index) throws Misuse {
    String text = Arguments.constantText(arguments, index);
    if (text.chars().anyMatch(c -> c >= 0x80)) {
      throw new Misuse(index, "must have ASCII characters only");
    }
    return text;
  }
}
