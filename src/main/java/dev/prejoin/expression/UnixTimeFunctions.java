package dev.prejoin.expression;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import java.util.List;

/** Times as numbers of seconds, milliseconds … since 1970, and the other way round. */
final class UnixTimeFunctions {
  private static final int MILLIS = 3;
  private static final int MICROS = 6;
  private static final int NANOS = 9;
  private static final int DATE_TIME_SIZE = 4;

  private UnixTimeFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
                "fromUnixTimestamp",
                "fromUnixTimestamp(n)",
                "the DateTime so many seconds after 1970",
                UnixTimeFunctions::dateTime)
            .alias("FROM_UNIXTIME"),
        from("Second", "seconds", 0),
        from("Milli", "milliseconds", MILLIS),
        from("Micro", "microseconds", MICROS),
        from("Nano", "nanoseconds", NANOS),
        to("Second", "seconds", 0),
        to("Milli", "milliseconds", MILLIS),
        to("Micro", "microseconds", MICROS),
        to("Nano", "nanoseconds", NANOS));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.CONVERSION, name, usage, words, binder);
  }

  private static Expr dateTime(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr number = TextArguments.integer(arguments, 0);
    return TimeConversions.to(number, ExprType.dateTime(null));
  }

  private static Function from(String unit, String units, int scale) {
    String name = "fromUnixTimestamp64" + unit;
    return of(
        name,
        name + "(n[, zone])",
        "the DateTime64 so many " + units + " after 1970",
        arguments -> {
          Arguments.count(arguments, 1, 2);
          Expr number = TextArguments.integer(arguments, 0);
          ExprType type = ExprType.dateTime64(scale, null);
          if (arguments.size() > 1) {
            String zone = Arguments.constantText(arguments, 1);
            TimeArguments.zone(zone, 1);
            type = ExprType.dateTime64(scale, zone);
          }
          return TimeConversions.retyped(number, type);
        });
  }

  private static Function to(String unit, String units, int scale) {
    String name = "toUnixTimestamp64" + unit;
    return of(
        name,
        name + "(t)",
        "the " + units + " since 1970 of a DateTime64",
        arguments -> {
          Arguments.count(arguments, 1, 1);
          Expr time = TimeArguments.time(arguments, 0);
          if (time.type().size() == DATE_TIME_SIZE) {
            throw new Misuse(
                0,
                "must be a DateTime64, and this is " + time.type() + ": toUnixTimestamp takes it");
          }
          Expr scaled = TimeConversions.rescaled(time, ExprType.dateTime64(scale, null));
          return TimeConversions.retyped(scaled, ExprType.INT64);
        });
  }
}
