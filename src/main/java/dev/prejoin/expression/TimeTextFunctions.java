package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.TimePattern;
import dev.prejoin.expression.run.Zone;
import java.util.List;

/** Dates and times as text of a given form. */
final class TimeTextFunctions {
  private TimeTextFunctions() {}

  static List<Function> all() {
    return List.of(
        TextArguments.of(
                Group.DATE,
                "formatDateTime",
                "formatDateTime(t, 'pattern'[, zone])",
                "a date or a time as text, by a pattern such as '%Y-%m-%d %H:%i:%S'",
                TimeTextFunctions::format)
            .alias("DATE_FORMAT", "date_format"));
  }

  private static Expr format(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    Expr value = TimeArguments.dateOrTime(arguments, 0);
    TimePattern pattern = pattern(arguments);
    Zone zone = TimeArguments.zone(arguments, 2, value.type());
    String patternClass = TimePattern.class.getCanonicalName();
    if (value.type().is(Family.DATE)) {
      TimeArguments.noZoneOfDate(arguments, 2, value.type());
      return StaticCall.of(TimePattern.class, "date", ExprType.TEXT, List.of(value))
          .with(patternClass, pattern);
    }
    return StaticCall.of(TimePattern.class, "time", ExprType.TEXT, List.of(value))
        .with(Zone.class.getCanonicalName(), zone)
        .with("long", (long) value.type().scale())
        .with(patternClass, pattern);
  }

  private static TimePattern pattern(List<Expr> arguments) throws Misuse {
    String text = Arguments.constantText(arguments, 1);
    try {
      return TimePattern.of(text);
    } catch (IllegalArgumentException e) {
      throw new Misuse(
          1,
          "has %s; behind a %% there may be %s"
              .formatted(e.getMessage(), String.join(" ", TimePattern.LETTERS.split(""))));
    }
  }
}
