package dev.prejoin.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment, or so long before now. */
sealed interface Since {
  Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

  Instant at(InstantSource clock);

  /** A moment. */
  record Moment(Instant instant) implements Since {
    @Override
    public Instant at(InstantSource clock) {
      return instant;
    }
  }

  /** So long before now. */
  record Ago(Duration duration) implements Since {
    @Override
    public Instant at(InstantSource clock) {
      return clock.instant().minus(duration);
    }
  }

  /**
   * Reads {@code 2026-11-21T16:00:00Z}, or {@code 90s}, {@code 15m}, {@code 2h}, {@code 7d}.
   *
   * @throws DateTimeParseException if it is neither
   */
  static Since parse(String text) {
    Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
    if (!ago.matches()) {
      return new Moment(Instant.parse(text));
    }
    long count = Long.parseLong(ago.group(1));
    return new Ago(
        switch (ago.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }
}
