package dev.prejoin.schema;

import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads records of one writer's schema into rows: fields are matched to columns by name. */
final class WriterFields {
  private record Target(int position, Column column, AvroIn in) {}

  private final List<Schema.Field> fields;
  private final @Nullable Target[] targets;
  private final @Nullable Object[] defaults;

  /**
   * @throws BadRowException if the writer has no field for a column that must not be NULL and has
   *     no default, or one of a type that the column cannot hold
   */
  WriterFields(List<Column> columns, Schema writer) {
    if (writer.getType() != Schema.Type.RECORD) {
      throw new BadRowException("schema " + writer.getFullName() + " is no record");
    }
    fields = writer.getFields();
    targets = new Target[fields.size()];
    defaults = new Object[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Schema.Field field = writer.getField(column.name());
      if (field != null) {
        targets[field.pos()] = new Target(i, column, AvroIn.of(field.schema(), column));
      } else if (column.absent() != null || column.type().nullable()) {
        defaults[i] = column.absent();
      } else {
        throw new BadRowException(
            "schema " + writer.getFullName() + " has no field " + column.name());
      }
    }
  }

  @SuppressWarnings("NullAway") // A row holds null where a Nullable column does.
  Object[] read(BoundedDecoder in) {
    Object[] row = defaults.clone();
    for (int i = 0; i < targets.length; i++) {
      Target target = targets[i];
      if (target == null) {
        in.skip(fields.get(i).schema());
      } else {
        Object value = target.in().read(in);
        ValueFit.check(target.column(), value);
        row[target.position()] = value;
      }
    }
    return row;
  }
}
