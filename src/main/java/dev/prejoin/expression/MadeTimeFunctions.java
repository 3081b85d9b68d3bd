package dev.prejoin.expression;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.MadeTimes;
import dev.prejoin.expression.run.Zone;
import java.util.ArrayList;
import java.util.List;

/** Dates and times out of the numbers of their parts. */
final class MadeTimeFunctions {
  private static final int PARTS = 6;

  private MadeTimeFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
            "makeDate",
            "makeDate(year, month, day), makeDate(year, day)",
            "a Date, 1970-01-01 if there is no such day",
            arguments -> date("date", ExprType.DATE, arguments)),
        of(
            "makeDate32",
            "makeDate32(year, month, day), makeDate32(year, day)",
            "a Date32, 1970-01-01 if there is no such day",
            arguments -> date("date32", ExprType.DATE32, arguments)),
        of(
            "makeDateTime",
            "makeDateTime(year, month, day, hour, minute, second[, zone])",
            "a DateTime, the first if there is no such time",
            MadeTimeFunctions::dateTime));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.DATE, name, usage, words, binder);
  }

  private static Expr date(String method, ExprType type, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    return StaticCall.of(MadeTimes.class, method, type, integers(arguments, arguments.size()));
  }

  private static Expr dateTime(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, PARTS, PARTS + 1);
    ExprType utc = ExprType.dateTime(null);
    ExprType type = ExprType.dateTime(TimeArguments.zoneName(arguments, PARTS, utc));
    return StaticCall.of(MadeTimes.class, "dateTime", type, integers(arguments, PARTS))
        .with(Zone.class.getCanonicalName(), TimeArguments.zone(arguments, PARTS, utc));
  }

  private static List<Expr> integers(List<Expr> arguments, int count) throws Misuse {
    List<Expr> integers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      integers.add(TextArguments.clampedInteger(arguments, i));
    }
    return integers;
  }
}
