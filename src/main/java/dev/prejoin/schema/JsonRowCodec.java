package dev.prejoin.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as JSON objects, for reading topics with tools that know no Avro. Times are ISO-8601 in UTC,
 * bytes are Base64, and a Decimal is a string, as many tools take JSON's numbers for doubles; what
 * JSON has no number for is the string NaN, Infinity or -Infinity.
 */
public final class JsonRowCodec implements RowCodec {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final List<Column> columns;
  private final Map<String, Integer> positions = new HashMap<>();
  private final JsonFactory factory = new JsonFactory();

  public JsonRowCodec(List<Column> columns) {
    this.columns = List.copyOf(columns);
    columns.forEach(column -> positions.put(column.name(), positions.size()));
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
      case INT8, INT16, INT32, UINT8, UINT16 -> json.writeNumber((Integer) value);
      case INT64, UINT32 -> json.writeNumber((Long) value);
      case UINT64 -> json.writeNumber(new BigInteger(Long.toUnsignedString((Long) value)));
      case FLOAT32 -> json.writeNumber((Float) value);
      case FLOAT64 -> json.writeNumber((Double) value);
      case DECIMAL -> json.writeString(((BigDecimal) value).toPlainString());
      case STRING, ENUM, UUID -> json.writeString(value.toString());
      case BYTES -> json.writeBinary((byte[]) value);
      case DATE, DATE32 -> json.writeString(LocalDate.ofEpochDay((Integer) value).toString());
      case TIMESTAMP -> json.writeString(instant((Long) value, type.unitsPerSecond()).toString());
      case ARRAY -> {
        json.writeStartArray();
        for (Object element : (List<?>) value) {
          write(json, type.elementType(), element);
        }
        json.writeEndArray();
      }
    }
  }

  private static Instant instant(long value, long unitsPerSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(value, unitsPerSecond),
        Math.floorMod(value, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond));
  }

  @Override
  public Object[] decode(byte[] bytes) {
    try (JsonParser json = factory.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRowException(
            json.currentToken() == null
                ? "not JSON: no bytes"
                : "a JSON " + json.getText() + ", not an object");
      }
      Object[] row = object(json);
      if (json.nextToken() != null) {
        throw new BadRowException("not JSON: something follows the object");
      }
      return row;
    } catch (JsonProcessingException e) {
      throw new BadRowException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadRowException("not JSON: " + e.getMessage());
    }
  }

  @SuppressWarnings("NullAway") // A row holds null where a Nullable column does.
  private Object[] object(JsonParser json) throws IOException {
    Object[] row = new Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = columns.get(i).absent();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Integer position = positions.get(json.currentName());
      json.nextToken();
      if (position == null) {
        json.skipChildren();
      } else {
        Column column = columns.get(position);
        row[position] = JsonValue.read(json, column.name(), column.type());
      }
    }
    for (int i = 0; i < row.length; i++) {
      ValueFit.check(columns.get(i), row[i]);
    }
    return row;
  }
}
