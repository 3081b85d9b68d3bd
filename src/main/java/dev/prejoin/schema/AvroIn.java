package dev.prejoin.schema;

import dev.prejoin.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one column as whoever wrote them had their type. What is decided by the two types
 * is decided once, not per value.
 */
interface AvroIn {
  /**
   * The next value.
   *
   * @throws BadRowException if the column cannot hold it as it is
   */
  @Nullable Object read(BoundedDecoder in);

  /**
   * How values of a writer's type are read for a column.
   *
   * @param column its name is for errors
   * @throws BadRowException if no value of the one is one of the other
   */
  static AvroIn of(Schema writer, Column column) {
    return new Types(column.name()).reader(writer, column.type());
  }

  /** Pairs of a writer's type and a column's. */
  record Types(String column) {
    AvroIn reader(Schema writer, ColumnType type) {
      return switch (writer.getType()) {
        case UNION -> union(writer, type);
        case NULL -> in -> null;
        case BOOLEAN ->
            type.kind() == Kind.BOOLEAN ? BoundedDecoder::readBoolean : refuse(writer, type);
        case INT -> {
          WholeNumber number = whole(writer, type);
          yield in -> number.of(in.readInt());
        }
        case LONG -> {
          WholeNumber number = whole(writer, type);
          yield in -> number.of(in.readLong());
        }
        case FLOAT ->
            switch (type.kind()) {
              case FLOAT32 -> BoundedDecoder::readFloat;
              case FLOAT64 -> in -> (double) in.readFloat();
              default -> refuse(writer, type);
            };
        case DOUBLE ->
            type.kind() == Kind.FLOAT64 ? BoundedDecoder::readDouble : refuse(writer, type);
        case STRING -> text(writer, type);
        case ENUM -> enumeration(writer, type);
        case BYTES, FIXED -> binary(writer, type);
        case ARRAY -> array(writer, type);
        default -> refuse(writer, type);
      };
    }

    private AvroIn union(Schema writer, ColumnType type) {
      List<AvroIn> branches = new ArrayList<>();
      for (Schema branch : writer.getTypes()) {
        AvroIn reader;
        try {
          reader = reader(branch, type);
        } catch (BadRowException e) {
          // A branch that is never taken does no harm.
          reader =
              in -> {
                throw e;
              };
        }
        branches.add(reader);
      }
      AvroIn[] readers = branches.toArray(AvroIn[]::new);
      return in -> readers[in.readIndex(readers.length)].read(in);
    }

    /** Makes a value of a whole number. */
    private interface WholeNumber {
      Object of(long number);
    }

    private WholeNumber whole(Schema writer, ColumnType type) {
      return switch (type.kind()) {
        case INT64, UINT32 -> number -> number;
        case UINT64 -> number -> number >= 0 ? number : misfit(number, type);
        case INT8, INT16, INT32, UINT8, UINT16, DATE, DATE32 ->
            number -> number == (int) number ? (Object) (int) number : misfit(number, type);
        case FLOAT64 ->
            number ->
                (long) (double) number == number ? (Object) (double) number : misfit(number, type);
        case DECIMAL -> number -> BigDecimal.valueOf(number).setScale(type.scale());
        case TIMESTAMP -> timestamp(writer, type);
        default -> throw refusal(writer, type);
      };
    }

    private WholeNumber timestamp(Schema writer, ColumnType type) {
      int written = AvroTypes.precision(writer.getLogicalType());
      long from =
          written < 0 ? type.unitsPerSecond() : ColumnType.timestamp(written).unitsPerSecond();
      long to = type.unitsPerSecond();
      if (from == to) {
        return number -> number;
      }
      if (from < to) {
        long factor = to / from;
        return number -> {
          long product = number * factor;
          return product / factor == number ? product : misfit(number, type);
        };
      }
      long divisor = from / to;
      return number -> number % divisor == 0 ? number / divisor : misfit(number, type);
    }

    private AvroIn text(Schema writer, ColumnType type) {
      return switch (type.kind()) {
        case STRING, ENUM -> BoundedDecoder::readString;
        case UUID ->
            in -> {
              String text = in.readString();
              try {
                return UUID.fromString(text);
              } catch (IllegalArgumentException e) {
                return misfit(text, type);
              }
            };
        case DECIMAL ->
            in -> {
              String text = in.readString();
              try {
                return exact(Decimals.parse(text), type);
              } catch (NumberFormatException e) {
                return misfit(text, type);
              }
            };
        default -> refuse(writer, type);
      };
    }

    private AvroIn enumeration(Schema writer, ColumnType type) {
      if (type.kind() != Kind.STRING && type.kind() != Kind.ENUM) {
        return refuse(writer, type);
      }
      String[] symbols = writer.getEnumSymbols().toArray(String[]::new);
      return in -> symbols[in.readIndex(symbols.length)];
    }

    private AvroIn binary(Schema writer, ColumnType type) {
      int fixed = writer.getType() == Schema.Type.FIXED ? writer.getFixedSize() : -1;
      if (writer.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
        int scale = decimal.getScale();
        return switch (type.kind()) {
          case DECIMAL -> in -> exact(decimal(in, fixed, scale, type), type);
          case UINT64 -> in -> unsigned(decimal(in, fixed, scale, type), type);
          default -> refuse(writer, type);
        };
      }
      if (type.kind() == Kind.UUID && fixed == 16) {
        return in -> {
          ByteBuffer bytes = ByteBuffer.wrap(bytes(in, fixed));
          return new UUID(bytes.getLong(), bytes.getLong());
        };
      }
      return type.kind() == Kind.BYTES ? in -> bytes(in, fixed) : refuse(writer, type);
    }

    private static byte[] bytes(BoundedDecoder in, int fixed) {
      return fixed < 0 ? in.readBytes() : in.readFixed(fixed);
    }

    private BigDecimal decimal(BoundedDecoder in, int fixed, int scale, ColumnType type) {
      byte[] bytes = bytes(in, fixed);
      try {
        return Decimals.of(bytes, scale);
      } catch (NumberFormatException e) {
        throw new BadRowException(
            "%s is a number of %s, which %s cannot hold".formatted(column, e.getMessage(), type));
      }
    }

    private Object exact(BigDecimal number, ColumnType type) {
      try {
        return Decimals.exact(number, type.scale());
      } catch (ArithmeticException e) {
        return misfit(number, type);
      }
    }

    private Object unsigned(BigDecimal number, ColumnType type) {
      try {
        BigInteger whole = Decimals.exact(number, 0).unscaledValue();
        return whole.signum() >= 0 && whole.bitLength() <= Long.SIZE
            ? (Object) whole.longValue()
            : misfit(number, type);
      } catch (ArithmeticException e) {
        return misfit(number, type);
      }
    }

    private AvroIn array(Schema writer, ColumnType type) {
      if (type.kind() != Kind.ARRAY) {
        return refuse(writer, type);
      }
      AvroIn element = reader(writer.getElementType(), type.elementType());
      return in -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (long more = in.readBlock(); more > 0; more = in.readBlock()) {
          for (long i = 0; i < more; i++) {
            int from = in.position();
            elements.add(element.read(in));
            in.passed(from);
          }
        }
        return Collections.unmodifiableList(elements);
      };
    }

    private Object misfit(Object value, ColumnType type) {
      throw new BadRowException(column + " is " + value + ", which " + type + " cannot hold");
    }

    private AvroIn refuse(Schema writer, ColumnType type) {
      throw refusal(writer, type);
    }

    private BadRowException refusal(Schema writer, ColumnType type) {
      return new BadRowException(
          column + " is written as " + writer + ", which " + type + " cannot hold");
    }
  }
}
