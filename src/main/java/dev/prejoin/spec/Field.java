package dev.prejoin.spec;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a spec's table may be.
 *
 * @param name such as {@code device_id}, or {@code key id} for a column of the record's key
 * @param column of the row or key, or null for text such as a reason
 */
record Field(String name, @Nullable Column column) {
  static final String KEY = "key ";
  static final String RULE = "rule";
  static final String REASON = "reason";
  static final String VALUE = "value";

  static Field text(String name) {
    return new Field(name, null);
  }

  static Stream<Field> keys(Relation relation) {
    return relation.key().stream().map(column -> new Field(KEY + column.name(), column));
  }

  static Stream<Field> columns(List<Column> columns) {
    return columns.stream().map(column -> new Field(column.name(), column));
  }

  boolean isKey() {
    return name.startsWith(KEY);
  }

  /**
   * The text by which values of this field are compared and shown.
   *
   * @throws BadRowException if the cell holds no value of the column's type
   */
  String normal(String cell) {
    return column == null ? cell : Values.text(column, Values.read(column, cell));
  }
}
