package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.sink.TableRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts rows into requests that a server takes: neither too many rows nor too many months. */
final class InsertParts {
  /**
   * Below the 100 partitions of {@code max_partitions_per_insert_block}: a server of another time
   * zone cuts months elsewhere.
   */
  static final int MAX_MONTHS = 90;

  private static final int MONTHS_PER_YEAR = 12;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long NO_TIME = Long.MIN_VALUE + 1;

  private InsertParts() {}

  /**
   * The rows, cut; each row once.
   *
   * @param timeColumn the position of the column by whose month the table is partitioned, or -1
   * @param unitsPerSecond of that column's values, if they are times and no dates
   */
  static List<List<TableRow>> of(
      List<TableRow> rows, int timeColumn, long unitsPerSecond, int maxRows) {
    if (timeColumn < 0) {
      return chunks(rows, maxRows);
    }
    Map<Long, List<TableRow>> byMonth = new TreeMap<>();
    long lastSecond = Long.MIN_VALUE;
    List<TableRow> month = List.of();
    for (TableRow row : rows) {
      long second = second(row.values()[timeColumn], unitsPerSecond);
      if (month.isEmpty() || second != lastSecond) {
        month = byMonth.computeIfAbsent(month(second), m -> new ArrayList<>());
        lastSecond = second;
      }
      month.add(row);
    }
    if (byMonth.size() <= MAX_MONTHS) {
      return chunks(rows, maxRows);
    }
    List<List<TableRow>> parts = new ArrayList<>();
    for (List<List<TableRow>> months : chunks(byMonth.values(), MAX_MONTHS)) {
      parts.addAll(chunks(months.stream().flatMap(List::stream).toList(), maxRows));
    }
    return parts;
  }

  /** How many months there are from one value of a time column to another. */
  static int months(long first, long last, ColumnType type) {
    return (int) (month(second(last, type)) - month(second(first, type))) + 1;
  }

  private static long second(long value, ColumnType type) {
    return type.kind() == ColumnType.Kind.TIMESTAMP
        ? Math.floorDiv(value, type.unitsPerSecond())
        : value * SECONDS_PER_DAY;
  }

  private static long second(@Nullable Object value, long unitsPerSecond) {
    if (value instanceof Long time) {
      return Math.floorDiv(time, unitsPerSecond);
    }
    return value instanceof Integer day ? day * SECONDS_PER_DAY : NO_TIME;
  }

  private static long month(long second) {
    if (second == NO_TIME) {
      return Long.MIN_VALUE;
    }
    var date = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC);
    return (long) date.getYear() * MONTHS_PER_YEAR + date.getMonthValue();
  }

  static <T> List<List<T>> chunks(Collection<T> items, int size) {
    List<T> list = items instanceof List<T> already ? already : new ArrayList<>(items);
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < list.size(); from += size) {
      chunks.add(list.subList(from, Math.min(list.size(), from + size)));
    }
    return chunks;
  }
}
