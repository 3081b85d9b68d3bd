package dev.prejoin.expression.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays, whose elements are as in a row. */
public final class ListValues {
  private ListValues() {}

  public static long length(List<?> list) {
    return list.size();
  }

  public static boolean empty(List<?> list) {
    return list.isEmpty();
  }

  /** The element of a number, from 1, or from the end if negative; null where there is none. */
  public static @Nullable Object element(List<?> list, long index) {
    int size = list.size();
    if (index > size || index < -size || index == 0) {
      return null;
    }
    return list.get((int) (index > 0 ? index - 1 : size + index));
  }

  public static boolean has(List<?> list, Object searched) {
    return indexOf(list, searched) > 0;
  }

  public static boolean has(List<?> list, long searched) {
    return indexOf(list, searched) > 0;
  }

  public static long indexOf(List<?> list, Object searched) {
    return list.indexOf(searched) + 1L;
  }

  public static long indexOf(List<?> list, long searched) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Number number && number.longValue() == searched) {
        return i + 1L;
      }
    }
    return 0;
  }

  /** One text behind the other, without those that are NULL. */
  public static String joined(List<?> texts, String separator) {
    StringBuilder joined = new StringBuilder();
    boolean further = false;
    for (Object text : texts) {
      if (text != null) {
        joined.append(further ? separator : "").append(text);
        further = true;
      }
    }
    return joined.toString();
  }

  public static boolean hasAny(List<?> list, List<?> searched) {
    return searched.stream().anyMatch(element -> hasElement(list, element));
  }

  public static boolean hasAll(List<?> list, List<?> searched) {
    return searched.stream().allMatch(element -> hasElement(list, element));
  }

  /** Integers of two types may be equal too. */
  private static boolean hasElement(List<?> list, Object element) {
    return element instanceof Number number ? has(list, number.longValue()) : has(list, element);
  }

  /** The parts between ASCII whitespace. */
  public static List<Object> words(String text) {
    List<Object> words = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || " \t\n\f\r\u000B".indexOf(text.charAt(at)) >= 0) {
        if (at > start) {
          words.add(text.substring(start, at));
        }
        start = at + 1;
      }
    }
    return words;
  }

  public static List<Object> split(String text, String separator) {
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }
}
