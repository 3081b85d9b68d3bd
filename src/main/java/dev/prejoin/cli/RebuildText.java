package dev.prejoin.cli;

import dev.prejoin.sink.clickhouse.Fillings.Filling;
import java.util.Locale;

/** How far an aggregate is that is counted from all rows, as a line for people. */
final class RebuildText {
  private static final double WHOLE = 100;

  private RebuildText() {}

  static String of(Filling filling) {
    return filling.aggregate() + "  " + standing(filling);
  }

  private static String standing(Filling filling) {
    if (filling.done()) {
      return String.format(Locale.ROOT, "all of it is counted: %,d rows", filling.rows());
    }
    String rest =
        filling.paused()
            ? "; it is paused: ./prejoin rebuild --resume " + filling.aggregate()
            : filling.begun() == 0 ? "; no sink has begun yet" : "";
    return String.format(
        Locale.ROOT,
        "%.0f %%, %,d of %,d rows, newest first%s",
        filling.rows() == 0 ? 0 : Math.floor(WHOLE * filling.counted() / filling.rows()),
        filling.counted(),
        filling.rows(),
        rest);
  }
}
