package dev.prejoin.sink.clickhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a table keeps its rows, by its TTL.
 *
 * @param column by whose time; empty if it is not of a form that says so
 * @param interval as SQL, such as {@code toIntervalDay(90)}
 * @param ttl as the server formats it
 */
record Retention(String column, String interval, String ttl) {
  private static final Pattern TTL =
      Pattern.compile("\\bTTL (.*?)(?: SETTINGS .*)?", Pattern.DOTALL);

  /** {@code time + toIntervalDay(90)}, as the server formats {@code time + INTERVAL 90 DAY}. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:toDateTime\\(|toDate\\()?`?(\\w+)`?\\)? \\+ (toInterval\\w+\\(\\d{1,9}\\))(?: DELETE)?");

  /** What moves rows, and forgets none. */
  private static final Pattern HARMLESS = Pattern.compile(" TO (DISK|VOLUME) | RECOMPRESS ");

  /** Of an engine with its arguments; empty if the table forgets nothing. */
  static Optional<Retention> of(String engineFull) {
    int begin = engineFull.lastIndexOf(" TTL ");
    if (begin < 0) {
      return Optional.empty();
    }
    Matcher clause = TTL.matcher(engineFull.substring(begin + 1));
    String ttl = clause.matches() ? clause.group(1).strip() : engineFull.substring(begin + 1);
    List<String> forgetting = new ArrayList<>();
    for (String one : ttl.split(", ", -1)) {
      if (!HARMLESS.matcher(one).find()) {
        forgetting.add(one);
      }
    }
    if (forgetting.isEmpty()) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(forgetting.get(0));
    return Optional.of(
        forgetting.size() == 1 && form.matches()
            ? new Retention(form.group(1), form.group(2), ttl)
            : new Retention("", "", ttl));
  }
}
