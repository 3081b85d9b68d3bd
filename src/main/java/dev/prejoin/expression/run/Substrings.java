package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;

/** Parts of strings, by bytes or by code points, and what makes them longer. */
public final class Substrings {
  private static final long LONGEST = 1_000_000;

  private Substrings() {}

  /** What stands before the n-th of a character, or behind it, counted from the end. */
  public static String index(String text, long count, String delimiter) {
    if (count == 0) {
      return "";
    }
    int at = count > 0 ? -1 : text.length();
    for (long n = 0; n < Math.abs(count) || count == Long.MIN_VALUE; n++) {
      at = count > 0 ? text.indexOf(delimiter, at + 1) : text.lastIndexOf(delimiter, at - 1);
      if (at < 0) {
        return text;
      }
    }
    return count > 0 ? text.substring(0, at) : text.substring(at + 1);
  }

  public static String substring(String text, long offset) {
    long size = Utf8.length(text);
    return offset == 0 ? "" : bytes("substring", text, start(offset, size), size, size);
  }

  public static String substring(String text, long offset, long length) {
    if (offset == 0) {
      return "";
    }
    long size = Utf8.length(text);
    checkOverflow(offset, length, size);
    long start = start(offset, size);
    return bytes("substring", text, start, length < 0 ? size + length : plus(start, length), size);
  }

  public static String left(String text, long length) {
    checkLength("left", length);
    long size = Utf8.length(text);
    return bytes("left", text, 0, length < 0 ? size + length : length, size);
  }

  public static String right(String text, long length) {
    checkLength("right", length);
    long size = Utf8.length(text);
    long taken = length < 0 ? size + length : Math.min(length, size);
    return bytes("right", text, taken <= 0 ? size : size - taken, size, size);
  }

  /** What ClickHouse refuses too, as it computes with 64 bits. */
  private static void checkOverflow(long offset, long length, long size) {
    if (length < 0
        && (length == Long.MIN_VALUE
            || offset == Long.MIN_VALUE
            || (offset - 1 > size && length < Long.MIN_VALUE + (offset - 1 - size)))) {
      throw new BadRowException(
          "substring of %d bytes or characters from %d is too far away".formatted(length, offset));
    }
  }

  private static void checkLength(String function, long length) {
    if (length == Long.MIN_VALUE) {
      throw new BadRowException(function + " of " + length + " bytes or characters");
    }
  }

  private static long start(long offset, long size) {
    return offset > 0 ? offset - 1 : size + offset;
  }

  private static long plus(long start, long length) {
    return length > Long.MAX_VALUE - Math.max(start, 0) ? Long.MAX_VALUE : start + length;
  }

  private static String bytes(String function, String text, long from, long to, long size) {
    long start = Math.max(from, 0);
    long end = Math.min(to, size);
    if (start >= end) {
      return "";
    }
    if (size == text.length()) {
      return text.substring((int) start, (int) end);
    }
    return Utf8.cut(function, text, start, end);
  }

  public static String substringUtf8(String text, long offset) {
    if (offset == 0) {
      return "";
    }
    return codePoints(text, fromStart(offset, text), Long.MAX_VALUE);
  }

  public static String substringUtf8(String text, long offset, long length) {
    if (offset == 0) {
      return "";
    }
    long size = size(text);
    checkOverflow(offset, length, size);
    String found = codePoints(text, offset, length, size);
    // ClickHouse takes another way where a whole block of rows is ASCII.
    if (offset < -size && Utf8.isAscii(text) && !found.equals(substring(text, offset, length))) {
      throw new BadRowException(
          "substringUTF8 of \"%s\" from %d, before its start: what ClickHouse gives there varies"
              .formatted(Utf8.shown(text), offset));
    }
    return found;
  }

  private static String codePoints(String text, long offset, long length, long size) {
    long start = fromStart(offset, text);
    if (length >= 0) {
      return codePoints(text, start, plus(start, length));
    }
    // Told from the end, a negative length is what remains of the offset, as in ClickHouse.
    return offset > 0
        ? codePoints(text, start, size + length)
        : codePoints(text, start, start + Math.max(length - offset, 0));
  }

  public static String leftUtf8(String text, long length) {
    checkLength("leftUTF8", length);
    return codePoints(text, 0, length < 0 ? size(text) + length : length);
  }

  public static String rightUtf8(String text, long length) {
    checkLength("rightUTF8", length);
    long size = size(text);
    long taken = length < 0 ? size + length : Math.min(length, size);
    return taken <= 0 ? "" : codePoints(text, size - taken, size);
  }

  private static long fromStart(long offset, String text) {
    return offset > 0 ? offset - 1 : Math.max(size(text) + offset, 0);
  }

  private static long size(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String codePoints(String text, long from, long to) {
    if (to <= from) {
      return "";
    }
    int start = Utf8.codePoint(text, from);
    return to == Long.MAX_VALUE
        ? text.substring(start)
        : text.substring(start, Utf8.codePoint(text, to));
  }

  public static String repeat(String text, long times) {
    if (times > LONGEST) {
      throw new BadRowException("repeat takes at most %d times, not %d".formatted(LONGEST, times));
    }
    return times <= 0 ? "" : text.repeat((int) times);
  }

  public static String leftPad(String text, long length, String pad) {
    long size = Utf8.length(text);
    check("leftPad", length);
    return length <= size
        ? bytes("leftPad", text, 0, length, size)
        : padding("leftPad", pad, length - size) + text;
  }

  public static String rightPad(String text, long length, String pad) {
    long size = Utf8.length(text);
    check("rightPad", length);
    return length <= size
        ? bytes("rightPad", text, 0, length, size)
        : text + padding("rightPad", pad, length - size);
  }

  private static String padding(String function, String pad, long length) {
    String unit = pad.isEmpty() ? " " : pad;
    long size = Utf8.length(unit);
    String whole = unit.repeat((int) (length / size));
    return length % size == 0 ? whole : whole + bytes(function, unit, 0, length % size, size);
  }

  public static String leftPadUtf8(String text, long length, String pad) {
    long size = size(text);
    check("leftPadUTF8", length);
    return length <= size ? codePoints(text, 0, length) : paddingUtf8(pad, length - size) + text;
  }

  public static String rightPadUtf8(String text, long length, String pad) {
    long size = size(text);
    check("rightPadUTF8", length);
    return length <= size ? codePoints(text, 0, length) : text + paddingUtf8(pad, length - size);
  }

  private static String paddingUtf8(String pad, long length) {
    String unit = pad.isEmpty() ? " " : pad;
    long size = size(unit);
    return unit.repeat((int) (length / size)) + codePoints(unit, 0, length % size);
  }

  private static void check(String function, long length) {
    if (length < 0 || length > LONGEST) {
      throw new BadRowException(
          "%s pads to 0 to %d characters, not %d".formatted(function, LONGEST, length));
    }
  }
}
