package dev.prejoin.schema;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.jspecify.annotations.Nullable;

/** Writes values of one column, as its Avro type has them. */
interface AvroOut {
  /** Writes a value that {@link ValueFit} let pass. */
  void write(BinaryEncoder out, @Nullable Object value) throws IOException;

  /** How values of the schema's column type are written. */
  static AvroOut of(Schema schema) {
    return of(schema, AvroTypes.columnType(schema));
  }

  private static AvroOut of(Schema schema, ColumnType type) {
    if (schema.getType() == Schema.Type.UNION) {
      return union(schema, type);
    }
    Present present = present(schema, type);
    return (out, value) -> {
      if (value == null) {
        throw new IllegalArgumentException("NULL for " + schema);
      }
      present.write(out, value);
    };
  }

  private static AvroOut union(Schema schema, ColumnType type) {
    List<Schema> branches = schema.getTypes();
    int ofNull = branches.indexOf(Schema.create(Schema.Type.NULL));
    int ofValue = branches.get(0).getType() == Schema.Type.NULL ? branches.size() - 1 : 0;
    Present present = present(branches.get(ofValue), type);
    return (out, value) -> {
      if (value == null) {
        out.writeIndex(ofNull);
        out.writeNull();
      } else {
        out.writeIndex(ofValue);
        present.write(out, value);
      }
    };
  }

  /** Writes what is not NULL. */
  interface Present {
    void write(BinaryEncoder out, Object value) throws IOException;
  }

  private static Present present(Schema schema, ColumnType type) {
    return switch (schema.getType()) {
      case BOOLEAN -> (out, value) -> out.writeBoolean((Boolean) value);
      case INT -> (out, value) -> out.writeInt((Integer) value);
      case LONG -> (out, value) -> out.writeLong((Long) value);
      case FLOAT -> (out, value) -> out.writeFloat((Float) value);
      case DOUBLE -> (out, value) -> out.writeDouble((Double) value);
      case STRING -> (out, value) -> out.writeString(value.toString());
      case BYTES ->
          switch (type.kind()) {
            case UINT64 -> (out, value) -> out.writeBytes(unsigned((Long) value).toByteArray());
            case DECIMAL ->
                (out, value) -> out.writeBytes(((BigDecimal) value).unscaledValue().toByteArray());
            default -> (out, value) -> out.writeBytes((byte[]) value);
          };
      case ENUM -> enumeration(schema);
      case ARRAY -> array(of(schema.getElementType()));
      default -> throw new IllegalArgumentException("no Avro for " + schema);
    };
  }

  private static BigInteger unsigned(long bits) {
    return bits >= 0
        ? BigInteger.valueOf(bits)
        : BigInteger.valueOf(bits).add(BigInteger.ONE.shiftLeft(Long.SIZE));
  }

  private static Present enumeration(Schema schema) {
    Map<Object, Integer> ordinals = new HashMap<>();
    schema.getEnumSymbols().forEach(symbol -> ordinals.put(symbol, ordinals.size()));
    return (out, value) -> {
      Integer ordinal = ordinals.get(value);
      if (ordinal == null) {
        throw new BadRowException("'%s' is no symbol of %s".formatted(value, schema.getName()));
      }
      out.writeEnum(ordinal);
    };
  }

  private static Present array(AvroOut element) {
    return (out, value) -> {
      List<?> elements = (List<?>) value;
      out.writeArrayStart();
      out.setItemCount(elements.size());
      for (Object each : elements) {
        out.startItem();
        element.write(out, each);
      }
      out.writeArrayEnd();
    };
  }
}
