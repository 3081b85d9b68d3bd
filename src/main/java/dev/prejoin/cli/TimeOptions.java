package dev.prejoin.cli;

import dev.prejoin.proof.TimeRange;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that bound rows by their time. */
final class TimeOptions {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss]");

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only rows of this time or later: 2026-11-21, 2026-11-21T14:00, in UTC.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only rows before this time.")
  private @Nullable String to;

  @Option(
      names = "--hours",
      paramLabel = "N",
      description = "Only rows of this hour and the N - 1 before it.")
  private @Nullable Integer hours;

  /**
   * The range.
   *
   * @throws ProblemException if a time cannot be read, or the options contradict each other
   */
  TimeRange range(Instant now) {
    if (hours == null) {
      Optional<Instant> first = Optional.ofNullable(from).map(TimeOptions::instant);
      Optional<Instant> end = Optional.ofNullable(to).map(TimeOptions::instant);
      if (first.isPresent() && end.isPresent() && !first.get().isBefore(end.get())) {
        throw wrong("--from must be before --to");
      }
      return new TimeRange(first, end);
    }
    if (from != null || to != null || hours < 1) {
      throw wrong("--hours takes a number from 1, and neither --from nor --to beside it");
    }
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    return new TimeRange(Optional.of(hour.minus(Duration.ofHours(hours - 1L))), Optional.empty());
  }

  private static Instant instant(String text) {
    String time = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    try {
      return time.length() <= "2026-11-21".length()
          ? LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC)
          : LocalDateTime.parse(time, LOCAL).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw wrong(text + " is no time: write it as 2026-11-21 or 2026-11-21T14:00, in UTC");
    }
  }

  private static ProblemException wrong(String problem) {
    return new ProblemException(ExitCode.USAGE, problem);
  }
}
