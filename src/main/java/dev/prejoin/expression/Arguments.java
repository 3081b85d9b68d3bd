package dev.prejoin.expression;

import java.util.List;

/** Checks on a function's arguments, with the words for what is wrong. */
public final class Arguments {
  private Arguments() {}

  /** Holds their number to what the function takes. */
  public static void count(List<Expr> arguments, int least, int most) throws Misuse {
    int count = arguments.size();
    if (count < least || count > most) {
      String allowed =
          least == most
              ? String.valueOf(least)
              : most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
      String noun = allowed.endsWith("1") && most <= 1 ? "argument" : "arguments";
      throw Misuse.ofUsage(-1, "takes %s %s, not %d".formatted(allowed, noun, count));
    }
  }

  /** Holds one to a family, or NULL. */
  public static Expr family(List<Expr> arguments, int index, Family... allowed) throws Misuse {
    Expr argument = arguments.get(index);
    for (Family family : allowed) {
      if (argument.type().is(family)) {
        return argument;
      }
    }
    if (argument.type().is(Family.NOTHING)) {
      return argument;
    }
    StringBuilder names = new StringBuilder();
    for (Family family : allowed) {
      names.append(names.isEmpty() ? "" : " or ").append(word(family));
    }
    boolean named = argument.type().is(Family.ENUM) || argument.type().is(Family.UUID);
    String remedy = named && List.of(allowed).contains(Family.STRING) ? ": toString makes one" : "";
    throw new Misuse(
        index, "must be %s, and this is %s%s".formatted(names, argument.type(), remedy));
  }

  /** What a family is called in messages. */
  private static String word(Family family) {
    return switch (family) {
      case BOOLEAN -> "a condition";
      case INTEGER -> "an integer";
      case FLOAT -> "a float";
      case DECIMAL -> "a decimal";
      case STRING -> "a String";
      case BYTES -> "bytes";
      case UUID -> "a UUID";
      case DATE -> "a date";
      case TIMESTAMP -> "a time";
      case ENUM -> "an Enum";
      case INTERVAL -> "an interval";
      case ARRAY -> "an array";
      case TUPLE -> "a tuple";
      case NOTHING -> "NULL";
    };
  }

  /** The text of an argument that must be a constant. */
  public static String constantText(List<Expr> arguments, int index) throws Misuse {
    if (arguments.get(index) instanceof Literal literal) {
      String text = literal.text();
      if (text != null) {
        return text;
      }
    }
    throw Misuse.ofUsage(index, "must be a string constant");
  }

  /** The value of an argument that must be a constant integer. */
  public static long constantInteger(List<Expr> arguments, int index) throws Misuse {
    if (arguments.get(index) instanceof Literal literal
        && literal.type().is(Family.INTEGER)
        && literal.value() instanceof Long number) {
      return number;
    }
    throw Misuse.ofUsage(index, "must be an integer constant");
  }

  /** Whether any may be NULL. */
  public static boolean anyNullable(List<? extends Expr> arguments) {
    return arguments.stream().anyMatch(a -> a.type().nullable());
  }
}
