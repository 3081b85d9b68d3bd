package dev.prejoin.cli;

import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment from the command line. */
final class SinceConverter implements ITypeConverter<Since> {
  @Override
  public Since convert(String text) {
    try {
      return Since.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'%s' is no time; write 2026-11-21T16:00:00Z, or 90s, 15m, 2h, 7d for so long ago"
              .formatted(text));
    }
  }
}
