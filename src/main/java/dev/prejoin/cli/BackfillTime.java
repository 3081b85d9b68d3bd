package dev.prejoin.cli;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A time as PostgreSQL and ClickHouse take it. */
final class BackfillTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

  private BackfillTime() {}

  /**
   * A list of one, or of none if the option was not given.
   *
   * @param column what it is compared with: that of a date takes only midnights
   */
  static List<String> of(String option, String text, Column column) {
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      Instant time = Instant.parse(text);
      Instant day = time.truncatedTo(ChronoUnit.DAYS);
      if (column.type().kind() != ColumnType.Kind.TIMESTAMP && !time.equals(day)) {
        // PostgreSQL would take the day that it is in.
        throw new ProblemException(
            ExitCode.USAGE,
            "%s is a date, so %s must be a midnight such as %s, not %s"
                .formatted(column.name(), option, day, text));
      }
      return List.of(FORM.format(time));
    } catch (DateTimeParseException e) {
      throw new ProblemException(
          ExitCode.USAGE, "%s must look like 2026-11-21T16:00:00Z, not %s".formatted(option, text));
    }
  }
}
