package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;

/** Values that cannot be converted. */
public final class Failed {
  private Failed() {}

  static String words(Object value, String type) {
    return value instanceof String text
        ? "\"" + Utf8.shown(text) + "\" is no " + type
        : value + " is no " + type;
  }

  public static BadRowException of(Object value, String type) {
    return new BadRowException(words(value, type));
  }

  public static BadRowException of(long value, String type) {
    return new BadRowException(value + " is no " + type);
  }

  public static BadRowException of(double value, String type) {
    return new BadRowException(Shown.float64(value) + " is no " + type);
  }

  public static BadRowException isNull(String type) {
    return new BadRowException("NULL is no " + type);
  }
}
