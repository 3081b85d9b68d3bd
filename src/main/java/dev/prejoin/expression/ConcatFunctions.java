package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.anyCase;

import dev.prejoin.expression.Function.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Strings put together. */
final class ConcatFunctions {
  private ConcatFunctions() {}

  static List<Function> all() {
    return List.of(
        anyCase(
            of(
                "concat",
                "concat(a, …), a || b",
                "one behind the other; what is no String as toString gives it",
                ConcatFunctions::concat)),
        of(
                "concatWithSeparator",
                "concatWithSeparator(separator, a, …)",
                "one behind the other with a separator between them",
                ConcatFunctions::separated)
            .alias("concat_ws", "CONCAT_WS"),
        of(
            "format",
            "format('… {} … {}', a, …)",
            "a pattern with values in its brackets: {}, or {0}, {1} …; {{ is a bracket",
            ConcatFunctions::format));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return TextArguments.of(Group.STRING, name, usage, words, binder);
  }

  private static Expr concat(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, Integer.MAX_VALUE);
    return joined(arguments);
  }

  private static Expr joined(List<Expr> parts) throws Misuse {
    List<Expr> texts = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      texts.add(asText(parts, i));
    }
    return texts.size() == 1 ? texts.get(0) : new Concat(texts);
  }

  private static Expr asText(List<Expr> arguments, int index) throws Misuse {
    Expr argument = arguments.get(index);
    if (argument.type().is(Family.STRING)) {
      return argument;
    }
    if (argument.type().is(Family.BYTES)) {
      throw new Misuse(index, "must be text, and these are bytes; hex(…) makes them text");
    }
    return Functions.call("toString", argument);
  }

  private static Expr separated(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, Integer.MAX_VALUE);
    Expr separator = TextArguments.text(arguments, 0);
    List<Expr> parts = new ArrayList<>();
    for (Expr argument : arguments.subList(1, arguments.size())) {
      if (!parts.isEmpty()) {
        parts.add(separator);
      }
      parts.add(argument);
    }
    if (parts.size() == 1 && separator.type().nullable()) {
      throw new Misuse("takes at least two values between which the separator stands");
    }
    return joined(parts);
  }

  private static Expr format(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, Integer.MAX_VALUE);
    List<Expr> parts = new ArrayList<>();
    for (Object piece : FormatPattern.pieces(Arguments.constantText(arguments, 0))) {
      if (piece instanceof Integer number) {
        if (number + 1 >= arguments.size()) {
          throw new Misuse(0, "has the place {%d}, for which no value is given".formatted(number));
        }
        parts.add(asText(arguments, number + 1));
      } else {
        parts.add(new Literal(piece, ExprType.TEXT));
      }
    }
    if (Arguments.anyNullable(arguments.subList(1, arguments.size()))
        && !Arguments.anyNullable(parts)) {
      throw new Misuse("must use each value that may be NULL");
    }
    return parts.isEmpty() ? new Literal("", ExprType.TEXT) : joined(parts);
  }

  private record Concat(List<Expr> operands) implements Expr {
    Concat {
      operands = List.copyOf(operands);
    }

    @Override
    public ExprType type() {
      return ExprType.TEXT.orNull(Arguments.anyNullable(operands));
    }

    @Override
    public Operand write(JavaMethod method) {
      List<Operand> values = operands.stream().map(method::operand).toList();
      String joined =
          values.size() == 2
              ? values.get(0).value() + ".concat(" + values.get(1).value() + ")"
              : values.stream()
                  .map(value -> ".append(" + value.value() + ")")
                  .collect(Collectors.joining("", "new StringBuilder()", ".toString()"));
      String isNull = Operand.anyNull(values);
      return new Operand(
          method.local(
              "String", isNull.equals(Operand.NEVER) ? joined : isNull + " ? \"\" : " + joined),
          isNull);
    }
  }
}
