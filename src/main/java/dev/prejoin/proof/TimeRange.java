package dev.prejoin.proof;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Which rows are looked at, by their column of time.
 *
 * @param from the first instant; without one, all before {@code to}
 * @param to the instant behind the last
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {
  public static final TimeRange ALL = new TimeRange(Optional.empty(), Optional.empty());

  /** More than time zones can move a time by. */
  private static final Duration SLACK = Duration.ofHours(36);

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** The same, but nothing before an instant. */
  TimeRange since(Instant first) {
    return new TimeRange(Optional.of(from.filter(first::isBefore).orElse(first)), to);
  }

  public boolean bounded() {
    return from.isPresent() || to.isPresent();
  }

  /** The exact condition, as ClickHouse's SQL; for a column of times only. */
  String condition(String column) {
    String name = "toDateTime64(" + Sql.identifier(column) + ", 3, 'UTC')";
    return both(
        from.map(at -> name + " >= toDateTime64('" + TEXT.format(at) + "', 3, 'UTC')"),
        to.map(at -> name + " < toDateTime64('" + TEXT.format(at) + "', 3, 'UTC')"));
  }

  /** A condition that holds for every row of the range, whatever the time zone of its reader. */
  String loosely(String column) {
    String name = Sql.identifier(column);
    return both(
        from.map(at -> name + " >= '" + TEXT.format(at.minus(SLACK)) + "'"),
        to.map(at -> name + " < '" + TEXT.format(at.plus(SLACK)) + "'"));
  }

  private static String both(Optional<String> first, Optional<String> second) {
    return first.map(f -> second.map(s -> f + " AND " + s).orElse(f)).orElse(second.orElse("1"));
  }
}
