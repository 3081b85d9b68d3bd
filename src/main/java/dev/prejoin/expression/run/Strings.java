package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.util.Set;

/** What ClickHouse's functions of strings do. */
public final class Strings {
  private Strings() {}

  public static boolean in(String value, Set<?> members) {
    return members.contains(value);
  }

  public static long length(String text) {
    return Utf8.length(text);
  }

  public static long lengthUtf8(String text) {
    return text.codePointCount(0, text.length());
  }

  public static boolean empty(String text) {
    return text.isEmpty();
  }

  /** A to Z in lower case, all else as it is. */
  public static String lower(String text) {
    return turned(text, 'A');
  }

  /** a to z in upper case, all else as it is. */
  public static String upper(String text) {
    return turned(text, 'a');
  }

  private static String turned(String text, char first) {
    char last = (char) (first + 'Z' - 'A');
    int i = 0;
    int length = text.length();
    while (i < length && (text.charAt(i) < first || text.charAt(i) > last)) {
      i++;
    }
    if (i == length) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (; i < length; i++) {
      if (chars[i] >= first && chars[i] <= last) {
        chars[i] ^= ' ';
      }
    }
    return new String(chars);
  }

  /** Words of ASCII letters and digits with their first letter in upper case, the rest in lower. */
  public static String initcap(String text) {
    char[] chars = text.toCharArray();
    boolean within = false;
    for (int i = 0; i < chars.length; i++) {
      char lower = folded(chars[i]);
      boolean letter = lower >= 'a' && lower <= 'z';
      chars[i] = letter && !within ? (char) (lower ^ ' ') : lower;
      within = letter || (lower >= '0' && lower <= '9');
    }
    return new String(chars);
  }

  public static String lowerUtf8(String text) {
    return CaseMapping.lower(text);
  }

  public static String upperUtf8(String text) {
    return CaseMapping.upper(text);
  }

  /** The bytes in reverse order, which are text only if all are ASCII. */
  public static String reverse(String text) {
    if (!Utf8.isAscii(text)) {
      throw new BadRowException(
          "reverse takes the characters of \"%s\" apart; reverseUTF8 keeps them"
              .formatted(Utf8.shown(text)));
    }
    return new StringBuilder(text).reverse().toString();
  }

  public static String reverseUtf8(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** The first byte, or 0. */
  public static long ascii(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int first = text.codePointAt(0);
    return first < 0x80
        ? first
        : first < 0x800
            ? 0xC0 | first >> 6
            : first < 0x10000 ? 0xE0 | first >> 12 : 0xF0 | first >> 18;
  }

  /**
   * Without certain ASCII characters at its ends.
   *
   * @param removed those characters
   */
  public static String trim(String text, boolean left, boolean right, String removed) {
    int start = 0;
    int end = text.length();
    while (left && start < end && removed.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (right && start < end && removed.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  public static String replaceOne(String text, String searched, String replacement) {
    int at = searched.isEmpty() ? -1 : text.indexOf(searched);
    return at < 0
        ? text
        : text.substring(0, at) + replacement + text.substring(at + searched.length());
  }

  public static String replaceAll(String text, String searched, String replacement) {
    return searched.isEmpty() ? text : text.replace(searched, replacement);
  }

  public static boolean startsWith(String text, String prefix) {
    return text.startsWith(prefix);
  }

  public static boolean endsWith(String text, String suffix) {
    return text.endsWith(suffix);
  }

  /** The place of a byte, from 1, at which a text first has another; 0 if nowhere. */
  public static long position(String text, String searched) {
    int at = text.indexOf(searched);
    return at < 0 ? 0 : Utf8.bytesBefore(text, at) + 1;
  }

  /**
   * The same from a place on.
   *
   * @param from from 1; 0 is 1
   */
  public static long position(String text, String searched, long from) {
    long offset = Math.max(from, 1) - 1;
    if (from < 0 || offset > Utf8.length(text)) {
      return 0;
    }
    if (searched.isEmpty()) {
      return offset + 1;
    }
    int at = text.indexOf(searched, Utf8.atOrBehind(text, offset));
    return at < 0 ? 0 : Utf8.bytesBefore(text, at) + 1;
  }

  /** The place of a character, from 1, at which a text first has another; 0 if nowhere. */
  public static long positionUtf8(String text, String searched) {
    int at = text.indexOf(searched);
    return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
  }

  /** As position, where ASCII letters are alike in both cases. */
  public static long positionCaseInsensitive(String text, String searched) {
    int at = indexInAnyCase(text, searched, 0);
    return at < 0 ? 0 : Utf8.bytesBefore(text, at) + 1;
  }

  private static int indexInAnyCase(String text, String searched, int from) {
    int last = text.length() - searched.length();
    for (int at = from; at <= last; at++) {
      int i = 0;
      while (i < searched.length() && folded(text.charAt(at + i)) == folded(searched.charAt(i))) {
        i++;
      }
      if (i == searched.length()) {
        return at;
      }
    }
    return -1;
  }

  /** As countSubstrings, where ASCII letters are alike in both cases. */
  public static long countSubstringsCaseInsensitive(String text, String searched) {
    if (searched.isEmpty()) {
      return 0;
    }
    long count = 0;
    for (int at = indexInAnyCase(text, searched, 0); at >= 0; count++) {
      at = indexInAnyCase(text, searched, at + searched.length());
    }
    return count;
  }

  static char folded(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | ' ') : c;
  }

  /** How often a text has another, without overlaps. */
  public static long countSubstrings(String text, String searched) {
    if (searched.isEmpty()) {
      return 0;
    }
    long count = 0;
    for (int at = text.indexOf(searched); at >= 0; count++) {
      at = text.indexOf(searched, at + searched.length());
    }
    return count;
  }

  /**
   * With ASCII characters replaced.
   *
   * @param to by character, what takes its place; -1 if nothing does
   */
  public static String translate(String text, short[] to) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= to.length) {
        out.append(c);
      } else if (to[c] >= 0) {
        out.append((char) to[c]);
      }
    }
    return out.toString();
  }
}
