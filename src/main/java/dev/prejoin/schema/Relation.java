package dev.prejoin.schema;

import java.util.List;

/**
 * The shape of the rows of one source or view: the same name is the topic, the Avro record and the
 * ClickHouse table. A row is an {@code Object[]} with a value per column, in this order; a key is
 * one with a value per key column.
 *
 * @param name the name of topic, schema and table
 * @param columns what a statement may name
 * @param key the source's primary key; it travels beside the row as the record's key, and need not
 *     be among the columns
 */
public record Relation(String name, List<Column> columns, List<Column> key) {
  public Relation {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** The position of the column of this name, or -1. */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }
}
