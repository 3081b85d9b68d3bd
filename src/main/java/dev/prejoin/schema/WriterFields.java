package dev.prejoin.schema;

import java.io.IOException;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.jspecify.annotations.Nullable;

/** Reads records of one writer's schema into rows: fields are matched to columns by name. */
final class WriterFields {
  private record Target(int position, Column column) {}

  private final List<Schema.Field> fields;
  private final @Nullable Target[] targets;
  private final Object[] defaults;

  /**
   * @throws BadRowException if the writer has no field for a column that must not be NULL
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
        targets[field.pos()] = new Target(i, column);
      } else if (!column.type().nullable()) {
        throw new BadRowException(
            "schema " + writer.getFullName() + " has no field " + column.name());
      }
    }
  }

  Object[] read(BinaryDecoder in) throws IOException {
    Object[] row = defaults.clone();
    for (int i = 0; i < targets.length; i++) {
      Target target = targets[i];
      Schema type = fields.get(i).schema();
      if (target == null) {
        GenericDatumReader.skip(type, in);
      } else {
        Object value = read(in, type, target.column());
        ValueFit.check(target.column(), value);
        row[target.position()] = value;
      }
    }
    return row;
  }

  private static @Nullable Object read(BinaryDecoder in, Schema type, Column column)
      throws IOException {
    return switch (type.getType()) {
      case UNION -> read(in, type.getTypes().get(in.readIndex()), column);
      case NULL -> {
        in.readNull();
        yield null;
      }
      case BOOLEAN -> in.readBoolean();
      case INT -> whole(in.readInt(), type, column);
      case LONG -> whole(in.readLong(), type, column);
      case FLOAT -> fraction(in.readFloat(), column);
      case DOUBLE -> {
        double number = in.readDouble();
        yield column.type().kind() == ColumnType.Kind.FLOAT64 ? number : misfit(column, number);
      }
      case STRING -> in.readString();
      case ENUM -> type.getEnumSymbols().get(in.readEnum());
      default -> throw new BadRowException(column.name() + " is written as " + type.getType());
    };
  }

  private static Object whole(long number, Schema type, Column column) {
    return switch (column.type().kind()) {
      case INT64, UINT32 -> number;
      case INT32, DATE32 -> number == (int) number ? (Object) (int) number : misfit(column, number);
      case FLOAT64 -> (double) number;
      case TIMESTAMP -> timestamp(number, type.getLogicalType(), column);
      default -> misfit(column, number);
    };
  }

  private static Object timestamp(long number, @Nullable LogicalType written, Column column) {
    boolean micros = written instanceof LogicalTypes.TimestampMicros;
    boolean wantsMicros = column.type().precision() == 6;
    if (written == null || micros == wantsMicros) {
      return number;
    }
    if (wantsMicros) {
      return Math.multiplyExact(number, 1000L);
    }
    return number % 1000 == 0 ? (Object) (number / 1000) : misfit(column, number);
  }

  private static Object fraction(float number, Column column) {
    return switch (column.type().kind()) {
      case FLOAT32 -> number;
      case FLOAT64 -> (double) number;
      default -> misfit(column, number);
    };
  }

  private static Object misfit(Column column, Object value) {
    throw new BadRowException(
        column.name() + " is " + value + ", which " + column.type() + " cannot hold");
  }
}
