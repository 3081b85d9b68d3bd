package dev.prejoin.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names that ClickHouse takes in any case, as its system.functions says. */
final class AnyCase {
  private static final List<String> NAMES =
      List.of(
          ("CHARACTER_LENGTH CHAR_LENGTH CRC32 DATE DATE_FORMAT DATE_TRUNC DAY DAYOFMONTH DAYOFWEEK"
                  + " DAYOFYEAR FROM_BASE64 FROM_UNIXTIME HOUR INSTR LAST_DAY MICROSECOND"
                  + " MILLISECOND MINUTE MONTH NANOSECOND OCTET_LENGTH QUARTER REGEXP_EXTRACT"
                  + " REGEXP_MATCHES REGEXP_REPLACE SECOND TO_BASE64 YEAR abs addDate ascii byteSlice"
                  + " ceil ceiling coalesce concat concat_ws countSubstrings dateDiff date_bin degrees"
                  + " floor greatest hex if ifNull isNull lcase least left length locate lower lpad"
                  + " makeDate makeDate32 makeDateTime max2 mid min2 mod not nullIf pi pmod position"
                  + " positiveModulo positive_modulo pow power radians repeat replace reverse right"
                  + " round rpad sign sqrt subDate substr substring time_bucket trunc truncate ucase"
                  + " unhex upper week yearweek")
              .split(" "));

  private AnyCase() {}

  /** The functions that have such a name, by the name in lower case. */
  static Map<String, Function> of(Map<String, Function> byName) {
    Map<String, Function> functions = new HashMap<>();
    for (String name : NAMES) {
      Function function = byName.get(name);
      if (function == null) {
        throw new IllegalStateException("no function is called " + name);
      }
      functions.put(lower(name), function);
    }
    return functions;
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
