package dev.prejoin.expression;

import dev.prejoin.expression.run.DateStarts;
import dev.prejoin.expression.run.TimeCasts;
import dev.prejoin.expression.run.TimeParts;
import dev.prejoin.expression.run.TimeStarts;
import dev.prejoin.expression.run.TimeTexts;
import dev.prejoin.expression.run.Times;
import dev.prejoin.expression.run.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What CAST to a date or a time gives, and the functions that do the same. */
final class TimeConversions {
  private static final String ZONE = Zone.class.getCanonicalName();
  private static final int DATE_SIZE = 2;
  private static final int DATE_TIME_SIZE = 4;

  private TimeConversions() {}

  /**
   * A value as a date or a time.
   *
   * @param target Date, Date32, DateTime or DateTime64; a text that is none is NULL if it is
   *     Nullable, and else makes the row a dead letter. A time in a zone keeps it if the target
   *     names none.
   * @throws Misuse if ClickHouse has no such conversion, or prejoin has not
   */
  static Expr to(Expr expr, ExprType target) throws Misuse {
    return to(expr, target, target.zone());
  }

  /**
   * The same.
   *
   * @param zone where the days of a Date begin; null for the one of the value's type
   */
  static Expr to(Expr expr, ExprType target, @Nullable String zone) throws Misuse {
    ExprType from = expr.type();
    if (from.is(Family.NOTHING)) {
      return new Literal(null, target.orNull(true));
    }
    String name = zone == null ? from.zone() : zone;
    ExprType type = zoned(target.withNullable(false), name);
    Zone in = name == null ? Zone.UTC : TimeArguments.zone(name, 1);
    Expr value =
        switch (from.family()) {
          case STRING -> text(expr, type, in, target.nullable());
          case BOOLEAN -> number(Convert.to(expr, ExprType.UINT8), type, in);
          case INTEGER, FLOAT -> number(expr, type, in);
          case DECIMAL -> decimal(expr, type);
          case DATE -> date(expr, type, in);
          case TIMESTAMP -> time(expr, type, in);
          default -> throw none(from, type);
        };
    return Convert.to(value, value.type().orNull(target.nullable()));
  }

  private static ExprType zoned(ExprType target, @Nullable String zone) {
    if (target.is(Family.DATE)) {
      return target;
    }
    return target.size() == DATE_TIME_SIZE
        ? ExprType.dateTime(zone)
        : ExprType.dateTime64(target.scale(), zone);
  }

  private static Misuse none(ExprType from, ExprType to) {
    return new Misuse(
        0, "is %s, which does not become %s; take its toString".formatted(from, to.clickHouse()));
  }

  private static Expr text(Expr expr, ExprType type, Zone zone, boolean orNull) {
    StaticCall call =
        type.is(Family.DATE)
            ? StaticCall.of(
                TimeTexts.class,
                (type.size() == DATE_SIZE ? "date" : "date32") + (orNull ? "OrNull" : ""),
                type,
                List.of(expr))
            : timeText(orNull ? "timeOrNull" : "time", expr, type, zone);
    return orNull ? call.failing().givingNull() : call.failing();
  }

  /** A call of one of the readers of times. */
  static StaticCall timeText(String method, Expr expr, ExprType type, Zone zone) {
    boolean narrow = type.size() == DATE_TIME_SIZE;
    return StaticCall.of(TimeTexts.class, method, type, List.of(expr))
        .with(ZONE, zone)
        .with("long", narrow ? TimeTexts.SECONDS : (long) type.scale())
        .failing();
  }

  private static Expr number(Expr expr, ExprType type, Zone zone) {
    String unsigned = expr.type().isUInt64() ? "OfUnsigned" : "";
    if (type.is(Family.DATE)) {
      String method = (type.size() == DATE_SIZE ? "date" : "date32") + unsigned;
      return StaticCall.of(TimeCasts.class, method, type, List.of(expr)).with(ZONE, zone);
    }
    if (type.size() == DATE_TIME_SIZE) {
      return StaticCall.of(TimeCasts.class, "dateTime" + unsigned, type, List.of(expr));
    }
    boolean floating = expr.type().is(Family.FLOAT);
    boolean float32 = floating && expr.type().size() == Float.BYTES;
    StaticCall call =
        StaticCall.of(
                TimeCasts.class,
                "dateTime64" + (float32 ? "OfFloat32" : unsigned),
                type,
                List.of(expr))
            .with("long", TimeArguments.perSecond(type));
    return floating ? call.failing() : call;
  }

  private static Expr decimal(Expr expr, ExprType type) throws Misuse {
    if (type.is(Family.DATE) || type.size() == DATE_TIME_SIZE) {
      throw new Misuse(
          0,
          "is %s, which ClickHouse does not turn into %s; convert it to an integer first, such as with toInt64(…)"
              .formatted(expr.type(), type.clickHouse()));
    }
    return StaticCall.of(TimeCasts.class, "dateTime64", type, List.of(expr))
        .with("long", (long) type.scale())
        .failing();
  }

  private static Expr date(Expr expr, ExprType type, Zone zone) {
    if (type.is(Family.DATE)) {
      return narrowed(expr, type);
    }
    String method = expr.type().size() == DATE_SIZE ? "daySince1970" : "day";
    Expr begin =
        StaticCall.of(TimeStarts.class, method, ExprType.INT64, List.of(expr)).with(ZONE, zone);
    return type.size() == DATE_TIME_SIZE
        ? StaticCall.of(TimeCasts.class, "wrapped", type, List.of(begin))
        : StaticCall.of(TimeCasts.class, "dateTime64", type, List.of(begin))
            .with("long", TimeArguments.perSecond(type));
  }

  private static Expr narrowed(Expr day, ExprType type) {
    boolean wraps = type.size() < day.type().size();
    return wraps
        ? StaticCall.of(DateStarts.class, "wrapped", type, List.of(day))
        : Convert.to(day, type);
  }

  private static Expr time(Expr expr, ExprType type, Zone zone) {
    ExprType from = expr.type();
    if (type.is(Family.DATE)) {
      return type.size() == DATE_SIZE ? date(expr, zone) : TimeArguments.day(expr, zone);
    }
    if (type.size() == DATE_TIME_SIZE) {
      return from.size() == DATE_TIME_SIZE
          ? retyped(expr, type)
          : StaticCall.of(TimeCasts.class, "wrapped", type, List.of(TimeArguments.second(expr)));
    }
    return rescaled(expr, type);
  }

  /** A DateTime before 1970 in its zone is of the first day; a DateTime64 wraps around. */
  private static Expr date(Expr time, Zone zone) {
    Expr day =
        StaticCall.of(TimeParts.class, "day", ExprType.DATE32, List.of(TimeArguments.whole(time)))
            .with(ZONE, zone);
    String method = time.type().size() == DATE_TIME_SIZE ? "saturated" : "wrapped";
    return StaticCall.of(DateStarts.class, method, ExprType.DATE, List.of(day));
  }

  /** A time in units of another scale. */
  static Expr rescaled(Expr expr, ExprType type) {
    ExprType from = expr.type();
    int digits = type.scale() - from.scale();
    if (digits == 0) {
      return retyped(expr, type);
    }
    long factor = TimeArguments.perSecond(ExprType.dateTime64(Math.abs(digits), null));
    return StaticCall.of(
            digits > 0 ? Times.class : TimeCasts.class,
            digits > 0 ? "scaled" : "coarser",
            type,
            List.of(expr))
        .with("long", factor)
        .failing();
  }

  /** The same number under another type, such as a time in another zone. */
  static Expr retyped(Expr expr, ExprType type) {
    return expr.type().withNullable(false).equals(type)
        ? expr
        : StaticCall.of(TimeCasts.class, "same", type, List.of(expr));
  }
}
