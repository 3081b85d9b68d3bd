package dev.prejoin.app.corrections;

import dev.prejoin.console.Correction.Cell;
import dev.prejoin.console.Correction.Difference;
import dev.prejoin.plan.ValueText;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of rows as short texts for a page. */
final class CellText {
  private static final int LONGEST = 60;
  private static final int LONGEST_NUMBER = 24;

  private CellText() {}

  /** As a person reads it, without quotation marks; null for NULL. */
  static @Nullable String of(@Nullable Object value, ColumnType type) {
    if (value == null) {
      return null;
    }
    String text =
        switch (type.kind()) {
          case STRING, ENUM -> value.toString();
          case BYTES -> ValueText.of(bytes(value), type);
          case FLOAT32, FLOAT64 -> number((Number) value);
          case TIMESTAMP -> ValueText.of(value, type).replace('T', ' ').replace("Z", "");
          default -> ValueText.of(value, type);
        };
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /** As databases write it: without a power of ten, unless it would be long. */
  private static String number(Number value) {
    if (!Double.isFinite(value.doubleValue())) {
      return value.toString();
    }
    BigDecimal exact = new BigDecimal(value.toString()).stripTrailingZeros();
    String plain = exact.toPlainString();
    return plain.length() <= LONGEST_NUMBER ? plain : exact.toString();
  }

  /** In a key, bytes are a buffer, so that keys can be compared. */
  private static Object bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return value;
  }

  static List<Cell> key(Relation relation, List<Object> key) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < relation.key().size(); i++) {
      Column column = relation.key().get(i);
      cells.add(new Cell(column.name(), of(key.get(i), column.type())));
    }
    return cells;
  }

  static List<Cell> some(Relation relation, List<String> columns, Object[] row) {
    List<Cell> cells = new ArrayList<>();
    for (String name : columns) {
      int at = relation.indexOf(name);
      cells.add(new Cell(name, of(row[at], relation.columns().get(at).type())));
    }
    return cells;
  }

  /**
   * The columns that differ.
   *
   * @param known of a row that came or went, these are told elsewhere
   */
  static List<Difference> differences(
      Relation relation, Object @Nullable [] before, Object @Nullable [] after, Set<String> known) {
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      Column column = relation.columns().get(i);
      Object was = before == null ? null : before[i];
      Object is = after == null ? null : after[i];
      boolean both = before != null && after != null;
      if (both ? !ColumnType.isSame(was, is) : !known.contains(column.name())) {
        differences.add(
            new Difference(column.name(), of(was, column.type()), of(is, column.type())));
      }
    }
    return differences;
  }
}
