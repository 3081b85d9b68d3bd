package dev.prejoin.capture;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of some columns out of Debezium's structs. Where each column stands is looked up when
 * the schema changes, not per row.
 */
final class TableRows {
  private final List<Column> columns;
  private @Nullable Schema schema;
  private ValueReader[] readers = {};

  TableRows(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * The row.
   *
   * @throws BadRowException if a column is missing or a value does not fit
   */
  Object[] read(Struct struct) {
    if (struct.schema() != schema) {
      readers = readers(struct.schema());
      schema = struct.schema();
    }
    Object[] row = new Object[readers.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = readers[i].read(struct);
    }
    return row;
  }

  private ValueReader[] readers(Schema structSchema) {
    List<String> names = structSchema.fields().stream().map(Field::name).toList();
    return columns.stream()
        .map(
            column -> {
              String name = ColumnNames.match(column.name(), names);
              if (name == null) {
                throw new BadRowException(
                    "the table has no column " + column.name() + ", only " + names);
              }
              return new ValueReader(column, structSchema.field(name));
            })
        .toArray(ValueReader[]::new);
  }
}
