package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.anyCase;
import static dev.prejoin.expression.TextArguments.integer;
import static dev.prejoin.expression.TextArguments.text;
import static dev.prejoin.expression.TextArguments.textOrEnum;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Substrings;
import java.util.ArrayList;
import java.util.List;

/** Parts of strings, and what makes them longer. */
final class SubstringFunctions {
  private SubstringFunctions() {}

  static List<Function> all() {
    return List.of(
        anyCase(
                of(
                    "substring",
                    "substring(s, offset[, length])",
                    "bytes from an offset on, from 1, or from the end if negative",
                    a -> substring("substring", a).failing()),
                "substr",
                "mid",
                "byteSlice")
            .differs(TextArguments.CUT),
        of(
            "substringUTF8",
            "substringUTF8(s, offset[, length])",
            "characters from an offset on, from 1, or from the end if negative",
            a -> substring("substringUtf8", a).failing()),
        anyCase(
                of(
                    "left",
                    "left(s, n)",
                    "the first n bytes; all but n if negative",
                    a -> end("left", a)))
            .differs(TextArguments.CUT),
        anyCase(
                of(
                    "right",
                    "right(s, n)",
                    "the last n bytes; all but n if negative",
                    a -> end("right", a)))
            .differs(TextArguments.CUT),
        of("leftUTF8", "leftUTF8(s, n)", "the first n characters", a -> end("leftUtf8", a)),
        of("rightUTF8", "rightUTF8(s, n)", "the last n characters", a -> end("rightUtf8", a)),
        of(
                "substringIndex",
                "substringIndex(s, 'c', n)",
                "what stands before the n-th ASCII character c; behind it, counted from the end, if negative",
                SubstringFunctions::index)
            .alias("SUBSTRING_INDEX", "substring_index"),
        anyCase(
            of(
                "repeat",
                "repeat(s, n)",
                "n times the text; more than 1,000,000 makes the row a dead letter",
                SubstringFunctions::repeat)),
        pad("leftPad", "leftPad", "bytes, filled up at the start", "lpad")
            .differs(TextArguments.CUT),
        pad("rightPad", "rightPad", "bytes, filled up at the end", "rpad")
            .differs(TextArguments.CUT),
        pad("leftPadUTF8", "leftPadUtf8", "characters, filled up at the start"),
        pad("rightPadUTF8", "rightPadUtf8", "characters, filled up at the end"));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return TextArguments.of(Group.STRING, name, usage, words, binder);
  }

  private static Expr index(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 3, 3);
    String delimiter = TextArguments.constantAscii(arguments, 1);
    if (delimiter.length() != 1) {
      throw new Misuse(1, "must be one character");
    }
    Expr count = integer(arguments, 2);
    return StaticCall.of(
            Substrings.class, "index", ExprType.TEXT, List.of(text(arguments, 0), count))
        .with("String", delimiter);
  }

  private static StaticCall substring(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    List<Expr> operands = new ArrayList<>();
    operands.add(textOrEnum(arguments, 0));
    operands.add(integer(arguments, 1));
    if (arguments.get(1) instanceof Literal literal && Long.valueOf(0).equals(literal.value())) {
      throw new Misuse(1, "must not be 0: the first is 1");
    }
    if (arguments.size() == 3) {
      operands.add(integer(arguments, 2));
    }
    return StaticCall.of(Substrings.class, method, ExprType.TEXT, operands);
  }

  private static Expr end(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return StaticCall.of(
            Substrings.class,
            method,
            ExprType.TEXT,
            List.of(text(arguments, 0), integer(arguments, 1)))
        .failing();
  }

  private static Expr repeat(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return StaticCall.of(
            Substrings.class,
            "repeat",
            ExprType.TEXT,
            List.of(text(arguments, 0), TextArguments.clampedInteger(arguments, 1)))
        .failing();
  }

  private static Function pad(String name, String method, String words, String... aliases) {
    Function function =
        of(
            name,
            name + "(s, length[, 'pad'])",
            "a text of so many " + words + " with spaces or another text",
            arguments -> {
              Arguments.count(arguments, 2, 3);
              String pad = arguments.size() == 3 ? Arguments.constantText(arguments, 2) : " ";
              return StaticCall.of(
                      Substrings.class,
                      method,
                      ExprType.TEXT,
                      List.of(text(arguments, 0), integer(arguments, 1)))
                  .failing()
                  .with("String", pad);
            });
    List<String> all = new ArrayList<>();
    for (String alias : aliases) {
      all.add(alias);
      all.add(alias.toUpperCase(java.util.Locale.ROOT));
    }
    return function.alias(all.toArray(new String[0]));
  }
}
