package dev.prejoin.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The units of time of INTERVAL, EXTRACT and dateDiff, with the spellings that ClickHouse takes.
 */
enum Units {
  NANOSECOND("toNanosecond", "nanoseconds sql_tsi_nanosecond ns"),
  MICROSECOND("toMicrosecond", "microseconds sql_tsi_microsecond"),
  MILLISECOND("toMillisecond", "milliseconds sql_tsi_millisecond ms"),
  SECOND("toSecond", "seconds sql_tsi_second ss s"),
  MINUTE("toMinute", "minutes sql_tsi_minute mi n"),
  HOUR("toHour", "hours sql_tsi_hour hh h"),
  DAY("toDayOfMonth", "days sql_tsi_day dd d"),
  WEEK("toISOWeek", "weeks sql_tsi_week wk ww"),
  MONTH("toMonth", "months sql_tsi_month mm m"),
  QUARTER("toQuarter", "quarters sql_tsi_quarter qq q"),
  YEAR("toYear", "years sql_tsi_year yyyy yy");

  private static final Map<String, Units> BY_NAME = new HashMap<>();

  static {
    for (Units unit : values()) {
      BY_NAME.put(unit.lower(), unit);
      for (String other : unit.others.split(" ", -1)) {
        BY_NAME.put(other, unit);
      }
    }
  }

  private final String extract;
  private final String others;

  Units(String extract, String others) {
    this.extract = extract;
    this.others = others;
  }

  /** The unit that a word names, or null. */
  static @Nullable Units of(Token token) {
    return token.kind() == Token.Kind.WORD
        ? BY_NAME.get(token.text().toLowerCase(Locale.ROOT))
        : null;
  }

  /** The function that takes it out of a time. */
  String extract() {
    return extract;
  }

  /** The function that makes an interval of a number. */
  String interval() {
    String lower = lower();
    return "toInterval" + Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  /** Its name for dateDiff. */
  String lower() {
    return name().toLowerCase(Locale.ROOT);
  }
}
