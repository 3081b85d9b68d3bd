package dev.prejoin.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as JSON objects, for reading topics with tools that know no Avro. Times are ISO-8601 in UTC;
 * what JSON has no number for is the string NaN, Infinity or -Infinity.
 */
public final class JsonRowCodec implements RowCodec {
  private static final ObjectReader READER =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final List<Column> columns;
  private final JsonFactory factory = new JsonFactory();

  public JsonRowCodec(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public byte[] encode(Object[] row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        ValueFit.check(column, row[i]);
        json.writeFieldName(column.name());
        write(json, column.type(), row[i]);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, ColumnType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INT32, INT64, UINT32 -> json.writeNumber(((Number) value).longValue());
      case FLOAT32 -> json.writeNumber((Float) value);
      case FLOAT64 -> json.writeNumber((Double) value);
      case STRING -> json.writeString((String) value);
      case DATE32 -> json.writeString(LocalDate.ofEpochDay((Integer) value).toString());
      case TIMESTAMP -> json.writeString(Instant.EPOCH.plus((Long) value, unit(type)).toString());
      default -> throw new IllegalArgumentException("not yet: " + type);
    }
  }

  @Override
  public Object[] decode(byte[] bytes) {
    JsonNode object;
    try {
      object = READER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new BadRowException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadRowException("not JSON: " + e.getMessage());
    }
    if (!object.isObject()) {
      throw new BadRowException("a JSON " + object.getNodeType() + ", not an object");
    }
    Object[] row = new Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      Column column = columns.get(i);
      row[i] = read(object.path(column.name()), column);
      ValueFit.check(column, row[i]);
    }
    return row;
  }

  private static @Nullable Object read(JsonNode node, Column column) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    try {
      return switch (column.type().kind()) {
        case BOOLEAN -> node.isBoolean() ? node.booleanValue() : misfit(node, column);
        case INT32 ->
            node.canConvertToExactIntegral() && node.canConvertToInt()
                ? (Object) node.intValue()
                : misfit(node, column);
        case INT64, UINT32 ->
            node.canConvertToExactIntegral() && node.canConvertToLong()
                ? (Object) node.longValue()
                : misfit(node, column);
        case FLOAT32 -> node.isNumber() ? node.floatValue() : Float.parseFloat(node.asText());
        case FLOAT64 -> node.isNumber() ? node.doubleValue() : Double.parseDouble(node.asText());
        case STRING -> node.isTextual() ? node.textValue() : misfit(node, column);
        case DATE32 -> Math.toIntExact(LocalDate.parse(node.asText()).toEpochDay());
        case TIMESTAMP -> unit(column.type()).between(Instant.EPOCH, Instant.parse(node.asText()));
        default -> throw new IllegalArgumentException("not yet: " + column.type());
      };
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return misfit(node, column);
    }
  }

  private static ChronoUnit unit(ColumnType type) {
    return type.precision() == 6 ? ChronoUnit.MICROS : ChronoUnit.MILLIS;
  }

  private static Object misfit(JsonNode node, Column column) {
    throw new BadRowException(column.name() + " is " + node + ", which is no " + column.type());
  }
}
