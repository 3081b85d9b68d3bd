package dev.prejoin.capture;

import java.util.List;

/**
 * Which rows of a table are read again. Values are as PostgreSQL writes them; they are bound, never
 * part of a statement.
 *
 * @param column of a time, by its name in the relation
 * @param from at or behind this: a value for the column, or one for each column of the primary key;
 *     empty for all
 * @param to before this, or for keys up to this
 * @param keys those of listed rows
 */
public record BackfillRange(
    Kind kind, String column, List<String> from, List<String> to, List<List<String>> keys) {
  /** A record has at most 1 MB unless Kafka is told otherwise; the state is one, of all tables. */
  private static final long LISTED_BYTES = 100_000;

  /** By what rows are chosen. */
  public enum Kind {
    TIME,
    KEYS,
    /** By their keys; a row that is not there is said to be gone. */
    LISTED
  }

  public BackfillRange {
    from = List.copyOf(from);
    to = List.copyOf(to);
    keys = keys.stream().map(List::copyOf).toList();
  }

  /** Rows whose column is in {@code [from, to)}; either may be empty. */
  public static BackfillRange ofTime(String column, List<String> from, List<String> to) {
    return new BackfillRange(Kind.TIME, column, from, to, List.of());
  }

  /** Rows whose key is in {@code [from, to]}; either may be empty. */
  public static BackfillRange ofKeys(List<String> from, List<String> to) {
    return new BackfillRange(Kind.KEYS, "", from, to, List.of());
  }

  /** The first of some keys, as many as the capture's state takes; at least one. */
  public static List<List<String>> fitting(List<List<String>> keys) {
    long bytes = 0;
    int most = 0;
    while (most < keys.size()) {
      bytes += BackfillJson.bytes(ofKeys(keys.get(most), List.of()));
      if (most > 0 && bytes > LISTED_BYTES) {
        break;
      }
      most++;
    }
    return keys.subList(0, most);
  }

  /** Rows of these keys, there or not, as some that were found in this range. */
  public BackfillRange listed(List<List<String>> found) {
    return new BackfillRange(Kind.LISTED, column, from, to, found);
  }

  /** For people. */
  public String text() {
    return switch (kind) {
      case TIME ->
          column
              + (from.isEmpty() ? "" : " from " + from.get(0))
              + (to.isEmpty() ? "" : " to " + to.get(0));
      case KEYS -> "keys %s..%s".formatted(String.join(",", from), String.join(",", to));
      case LISTED -> "%,d keys".formatted(keys.size());
    };
  }
}
