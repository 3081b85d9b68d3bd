package dev.prejoin.expression;

import dev.prejoin.expression.run.DateParts;
import dev.prejoin.expression.run.TimeParts;
import dev.prejoin.expression.run.TimeStarts;
import dev.prejoin.expression.run.Zone;
import dev.prejoin.sql.Nearest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What functions of dates and times have in common. */
final class TimeArguments {
  private TimeArguments() {}

  /** A date or a time; NULL never comes here. */
  static Expr dateOrTime(List<Expr> arguments, int index) throws Misuse {
    refuseText(arguments.get(index), index, "a date or a time");
    return Arguments.family(arguments, index, Family.DATE, Family.TIMESTAMP);
  }

  static Expr time(List<Expr> arguments, int index) throws Misuse {
    Expr argument = arguments.get(index);
    if (argument.type().is(Family.DATE)) {
      throw new Misuse(index, "must be a time, and a date has no hours: toDateTime makes it one");
    }
    refuseText(argument, index, "a time");
    return Arguments.family(arguments, index, Family.TIMESTAMP);
  }

  private static void refuseText(Expr argument, int index, String wanted) throws Misuse {
    if (argument.type().is(Family.STRING)) {
      throw new Misuse(
          index,
          "must be %s, and this is %s: toDateTime makes it one".formatted(wanted, argument.type()));
    }
  }

  /** The zone that an argument names, or else the one of the time's type, which is UTC if none. */
  static Zone zone(List<Expr> arguments, int index, ExprType time) throws Misuse {
    String name = zoneName(arguments, index, time);
    return name == null ? Zone.UTC : zone(name, index < arguments.size() ? index : 0);
  }

  /** The name of the zone that a time in it gets in its type; null if its type names none. */
  static @Nullable String zoneName(List<Expr> arguments, int index, ExprType time) throws Misuse {
    return index < arguments.size() ? Arguments.constantText(arguments, index) : time.zone();
  }

  /** A zone by its name. */
  static Zone zone(String name, int argument) throws Misuse {
    return Zone.of(name)
        .orElseThrow(
            () -> new Misuse(argument, "is no time zone" + Nearest.among(name, Zone.names())));
  }

  /** Refuses a zone beside a date. */
  static void noZoneOfDate(List<Expr> arguments, int index, ExprType type) throws Misuse {
    if (type.is(Family.DATE) && index < arguments.size()) {
      throw new Misuse(index, "must be left out: a date has no time zone");
    }
  }

  /** How many units of a time are a second. */
  static long perSecond(ExprType time) {
    long units = 1;
    for (int i = 0; i < time.scale(); i++) {
      units *= 10;
    }
    return units;
  }

  /** The second that a time lies in. */
  static Expr second(Expr time) {
    return StaticCall.of(TimeParts.class, "second", ExprType.INT64, List.of(time))
        .with("long", perSecond(time.type()));
  }

  /** The same for a time since 1970, and for one before without what is behind the point. */
  static Expr whole(Expr time) {
    return StaticCall.of(TimeStarts.class, "whole", ExprType.INT64, List.of(time))
        .with("long", perSecond(time.type()));
  }

  /** The day that a date is, or that a time lies on. */
  static Expr day(Expr dateOrTime, Zone zone) {
    return dateOrTime.type().is(Family.DATE)
        ? dateOrTime
        : StaticCall.of(TimeParts.class, "day", ExprType.DATE32, List.of(second(dateOrTime)))
            .with(Zone.class.getCanonicalName(), zone);
  }

  /** Year, month and day as the digits of a number. */
  static Expr digits(Expr day) {
    return StaticCall.of(DateParts.class, "yyyymmdd", ExprType.UINT32, List.of(day));
  }
}
