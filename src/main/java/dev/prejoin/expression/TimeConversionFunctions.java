package dev.prejoin.expression;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.TimeTexts;
import dev.prejoin.expression.run.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers and texts as dates and times, and times as numbers. */
final class TimeConversionFunctions {
  private static final int MILLIS = 3;
  private static final int MOST_SCALE = 9;
  static final String FORMS =
      "a text in a form beside date[ time[.fraction]][ zone] and seconds since 1970 makes the row a dead letter";

  private TimeConversionFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
                "toDate",
                "toDate(x[, zone])",
                "a Date of a text, a time or a number of days",
                a -> date(a, ExprType.DATE))
            .alias("DATE"),
        of(
            "toDate32",
            "toDate32(x[, zone])",
            "the same as a Date32",
            a -> date(a, ExprType.DATE32)),
        of(
                "toDateTime",
                "toDateTime(x[, zone])",
                "a DateTime of a text, a date or a number of seconds",
                TimeConversionFunctions::dateTime)
            .differs(FORMS),
        of("toDateTime32", "toDateTime32(x[, zone])", "the same", TimeConversionFunctions::dateTime)
            .differs(FORMS),
        of(
                "toDateTime64",
                "toDateTime64(x, scale[, zone])",
                "the same as a DateTime64",
                TimeConversionFunctions::dateTime64)
            .differs(FORMS),
        of(
            "toDateOrNull",
            "toDateOrNull(s)",
            "a Date, NULL if the text is none",
            a -> dateOr(a, ExprType.DATE, "dateOrNull")),
        of(
            "toDateOrZero",
            "toDateOrZero(s)",
            "a Date, the first if the text is none",
            a -> dateOr(a, ExprType.DATE, "dateOrZero")),
        of(
            "toDate32OrNull",
            "toDate32OrNull(s)",
            "a Date32, NULL if the text is none",
            a -> dateOr(a, ExprType.DATE32, "date32OrNull")),
        of(
            "toDate32OrZero",
            "toDate32OrZero(s)",
            "a Date32, the first if the text is none",
            a -> dateOr(a, ExprType.DATE32, "date32OrZero")),
        of(
                "toDateTimeOrNull",
                "toDateTimeOrNull(s[, zone])",
                "a DateTime, NULL if the text is none",
                a -> timeOr(a, "basicOrNull"))
            .differs(FORMS),
        of(
                "toDateTimeOrZero",
                "toDateTimeOrZero(s[, zone])",
                "a DateTime, the first if the text is none",
                a -> timeOr(a, "basicOrZero"))
            .differs(FORMS),
        of(
                "toDateTime64OrNull",
                "toDateTime64OrNull(s[, scale[, zone]])",
                "a DateTime64, NULL if the text is none",
                a -> time64Or(a, "basicOrNull"))
            .differs(FORMS),
        of(
                "toDateTime64OrZero",
                "toDateTime64OrZero(s[, scale[, zone]])",
                "a DateTime64, 1970-01-01 if the text is none",
                a -> time64Or(a, "basicOrZero"))
            .differs(FORMS),
        of(
                "parseDateTimeBestEffort",
                "parseDateTimeBestEffort(s[, zone])",
                "a DateTime of a text",
                a -> timeOr(a, "time"))
            .differs(FORMS),
        of(
                "parseDateTimeBestEffortOrNull",
                "parseDateTimeBestEffortOrNull(s[, zone])",
                "the same, NULL if the text is none",
                a -> timeOr(a, "timeOrNull"))
            .differs(FORMS),
        of(
                "parseDateTimeBestEffortOrZero",
                "parseDateTimeBestEffortOrZero(s[, zone])",
                "the same, the first if the text is none",
                a -> timeOr(a, "timeOrZero"))
            .differs(FORMS),
        of(
                "parseDateTime64BestEffort",
                "parseDateTime64BestEffort(s[, scale[, zone]])",
                "a DateTime64 of a text",
                a -> time64Or(a, "time"))
            .differs(FORMS),
        of(
                "parseDateTime64BestEffortOrNull",
                "parseDateTime64BestEffortOrNull(s[, scale[, zone]])",
                "the same, NULL if the text is none",
                a -> time64Or(a, "timeOrNull"))
            .differs(FORMS),
        of(
                "parseDateTime64BestEffortOrZero",
                "parseDateTime64BestEffortOrZero(s[, scale[, zone]])",
                "the same, 1970-01-01 if the text is none",
                a -> time64Or(a, "timeOrZero"))
            .differs(FORMS),
        of(
                "toTimezone",
                "toTimezone(t, zone)",
                "the same time, read off the clocks of another zone",
                TimeConversionFunctions::toZone)
            .alias("toTimeZone"));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.CONVERSION, name, usage, words, binder);
  }

  private static Expr date(List<Expr> arguments, ExprType type) throws Misuse {
    Arguments.count(arguments, 1, 2);
    Expr value = arguments.get(0);
    return TimeConversions.to(value, type.orNull(value.type().nullable()), zoneName(arguments, 1));
  }

  private static Expr dateTime(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 2);
    Expr value = arguments.get(0);
    ExprType type = ExprType.dateTime(zoneName(arguments, 1));
    return TimeConversions.to(value, type.orNull(value.type().nullable()));
  }

  /** Unlike toDateTime, this has no NULL for a text that is no time. */
  private static Expr dateTime64(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    int scale = scale(arguments, 1);
    return TimeConversions.to(arguments.get(0), ExprType.dateTime64(scale, zoneName(arguments, 2)));
  }

  private static Expr dateOr(List<Expr> arguments, ExprType type, String method) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr text = TextArguments.text(arguments, 0);
    StaticCall call = StaticCall.of(TimeTexts.class, method, type, List.of(text));
    return method.endsWith("OrNull") ? call.givingNull() : call;
  }

  private static Expr timeOr(List<Expr> arguments, String method) throws Misuse {
    Arguments.count(arguments, 1, 2);
    return read(arguments, method, ExprType.dateTime(zoneName(arguments, 1)));
  }

  private static Expr time64Or(List<Expr> arguments, String method) throws Misuse {
    Arguments.count(arguments, 1, 3);
    int scale = arguments.size() > 1 ? scale(arguments, 1) : MILLIS;
    if (scale == 0 && !method.startsWith("basic")) {
      throw new Misuse(1, "must be from 1 to 9; parseDateTimeBestEffort gives full seconds");
    }
    return read(arguments, method, ExprType.dateTime64(scale, zoneName(arguments, 2)));
  }

  private static Expr read(List<Expr> arguments, String method, ExprType type) throws Misuse {
    Expr text = TextArguments.text(arguments, 0);
    Zone zone = type.zone() == null ? Zone.UTC : TimeArguments.zone(type.zone(), 0);
    StaticCall call = TimeConversions.timeText(method, text, type, zone);
    return method.endsWith("OrNull") ? call.givingNull() : call;
  }

  private static Expr toZone(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Expr time = TimeArguments.time(arguments, 0);
    String zone = zoneName(arguments, 1);
    return TimeConversions.retyped(
        time,
        time.type().signed()
            ? ExprType.dateTime64(time.type().scale(), zone)
            : ExprType.dateTime(zone));
  }

  /** The zone that an argument names; null if there is no such argument. */
  private static @Nullable String zoneName(List<Expr> arguments, int index) throws Misuse {
    if (index >= arguments.size()) {
      return null;
    }
    String name = Arguments.constantText(arguments, index);
    TimeArguments.zone(name, index);
    return name;
  }

  private static int scale(List<Expr> arguments, int index) throws Misuse {
    long scale = Arguments.constantInteger(arguments, index);
    if (scale < 0 || scale > MOST_SCALE) {
      throw new Misuse(index, "must be the number of digits of a second, from 0 to 9");
    }
    return (int) scale;
  }
}
