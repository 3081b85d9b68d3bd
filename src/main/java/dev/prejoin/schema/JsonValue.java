package dev.prejoin.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one value of a JSON text as a column's type, from the digits as they are written. */
final class JsonValue {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private JsonValue() {}

  /**
   * The value at the parser's token, of which it leaves the last token behind.
   *
   * @throws BadRowException naming the column, if it is none of the type
   */
  static @Nullable Object read(JsonParser json, String column, ColumnType type) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (type.kind() == ColumnType.Kind.ARRAY && token == JsonToken.START_ARRAY) {
      List<@Nullable Object> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(json, column, type.elementType()));
      }
      return Collections.unmodifiableList(elements);
    }
    if (!token.isScalarValue()) {
      throw misfit(json, column, type);
    }
    try {
      return scalar(json, column, type);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw misfit(json, column, type);
    }
  }

  private static Object scalar(JsonParser json, String column, ColumnType type) throws IOException {
    JsonToken token = json.currentToken();
    String text = json.getText();
    boolean isText = token == JsonToken.VALUE_STRING;
    if (!isText && !token.isNumeric() && type.kind() != ColumnType.Kind.BOOLEAN) {
      throw misfit(json, column, type);
    }
    return switch (type.kind()) {
      case BOOLEAN -> {
        if (!token.isBoolean()) {
          throw misfit(json, column, type);
        }
        yield token == JsonToken.VALUE_TRUE;
      }
      case INT8, INT16, INT32, UINT8, UINT16 -> whole(text).intValueExact();
      case INT64, UINT32 -> whole(text).longValueExact();
      case UINT64 -> {
        BigInteger number = whole(text);
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
          throw misfit(json, column, type);
        }
        yield number.longValue();
      }
      case FLOAT32 -> Float.parseFloat(text);
      case FLOAT64 -> Double.parseDouble(text);
      case DECIMAL -> Decimals.exact(Decimals.parse(text), type.scale());
      case STRING, BYTES, UUID, DATE, DATE32, TIMESTAMP, ENUM, ARRAY -> {
        if (!isText) {
          throw misfit(json, column, type);
        }
        yield ofText(text, type);
      }
    };
  }

  private static BigInteger whole(String digits) {
    return Decimals.exact(Decimals.parse(digits), 0).unscaledValue();
  }

  private static Object ofText(String text, ColumnType type) {
    return switch (type.kind()) {
      case BYTES -> Base64.getDecoder().decode(text);
      case UUID -> UUID.fromString(text);
      case DATE, DATE32 -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
      case TIMESTAMP -> units(Instant.parse(text), type.unitsPerSecond());
      case ARRAY -> throw new IllegalArgumentException(text);
      default -> text;
    };
  }

  private static long units(Instant instant, long unitsPerSecond) {
    long nanosPerUnit = NANOS_PER_SECOND / unitsPerSecond;
    if (instant.getNano() % nanosPerUnit != 0) {
      throw new ArithmeticException("finer than the type");
    }
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), unitsPerSecond),
        instant.getNano() / nanosPerUnit);
  }

  private static BadRowException misfit(JsonParser json, String column, ColumnType type)
      throws IOException {
    return new BadRowException(column + " is " + json.getText() + ", which is no " + type);
  }
}
