package dev.prejoin.expression.run;

import java.util.Set;

/** What ClickHouse's functions of strings do. */
public final class Strings {
  private Strings() {}

  public static boolean in(String value, Set<?> members) {
    return members.contains(value);
  }
}
