package dev.prejoin.capture;

import dev.prejoin.schema.Relation;

/**
 * A table whose changes fill a topic.
 *
 * @param relation the topic's name, columns and key
 * @param dimension whether facts are joined with it: it is then snapshotted before them
 * @param table schema and name in PostgreSQL, such as {@code public.power_readings}
 */
public record CapturedTable(Relation relation, boolean dimension, String table) {
  /** The topic of rows that do not fit their columns. */
  static final String DEAD_LETTERS = ".dead-letters";

  public CapturedTable {
    if (table.indexOf('.') < 1 || table.indexOf('.') == table.length() - 1) {
      throw new IllegalArgumentException("a table is named schema.table, not " + table);
    }
  }

  String schemaName() {
    return table.substring(0, table.indexOf('.'));
  }

  String tableName() {
    return table.substring(table.indexOf('.') + 1);
  }

  String topic() {
    return relation.name();
  }

  /** Where rows go that do not fit their columns. */
  public String deadLetterTopic() {
    return relation.name() + DEAD_LETTERS;
  }
}
