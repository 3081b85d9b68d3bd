package dev.prejoin.schema;

import org.jspecify.annotations.Nullable;

/**
 * A named column of a {@link Relation}.
 *
 * @param absent what stands where a record has no such field, and where the source has NULL for an
 *     array, as ClickHouse has no Nullable(Array): the Avro field's default; null if it has none
 */
public record Column(String name, ColumnType type, @Nullable Object absent) {
  /** A column without a default. */
  public Column(String name, ColumnType type) {
    this(name, type, null);
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
