package dev.prejoin.cli;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;

/** A time as PostgreSQL and ClickHouse take it. */
final class BackfillTime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

  private BackfillTime() {}

  /** A list of one, or of none if the option was not given. */
  static List<String> of(String option, String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(FORM.format(Instant.parse(text)));
    } catch (DateTimeParseException e) {
      throw new ProblemException(
          ExitCode.USAGE, "%s must look like 2026-11-21T16:00:00Z, not %s".formatted(option, text));
    }
  }
}
