package dev.prejoin.expression;

import dev.prejoin.expression.run.TimeWriter;
import dev.prejoin.expression.run.Zone;
import java.util.List;

/** Dates and times as text. */
final class TimeText {
  private TimeText() {}

  /**
   * A date or a time as ClickHouse's toString writes it, in the zone of its type.
   *
   * @throws Misuse if the type's zone is none
   */
  static Expr of(Expr dateOrTime) throws Misuse {
    return of(dateOrTime, TimeArguments.zone(List.of(), 0, dateOrTime.type()));
  }

  /** The same in another zone. */
  static Expr of(Expr dateOrTime, Zone zone) {
    ExprType type = dateOrTime.type();
    return type.is(Family.DATE)
        ? StaticCall.of(TimeWriter.class, "date", ExprType.TEXT, List.of(dateOrTime))
        : StaticCall.of(TimeWriter.class, "time", ExprType.TEXT, List.of(dateOrTime))
            .with(Zone.class.getCanonicalName(), zone)
            .with("long", (long) type.scale());
  }
}
