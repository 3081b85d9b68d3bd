package dev.prejoin.plan;

import dev.prejoin.schema.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value as a person reads it. */
public final class ValueText {
  private static final int LONGEST = 100;

  private ValueText() {}

  /** Texts in quotation marks, times as ISO 8601 in UTC; what is long is cut. */
  public static String of(@Nullable Object value, ColumnType type) {
    if (value == null) {
      return "NULL";
    }
    return switch (type.kind()) {
      case STRING -> "'" + shortened((String) value) + "'";
      case DATE, DATE32 -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIMESTAMP ->
          Instant.ofEpochSecond(
                  Math.floorDiv((Long) value, type.unitsPerSecond()),
                  Math.floorMod((Long) value, type.unitsPerSecond())
                      * (1_000_000_000 / type.unitsPerSecond()))
              .toString();
      case UINT64 -> Long.toUnsignedString((Long) value);
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      case BYTES -> "0x" + shortened(HexFormat.of().formatHex((byte[]) value));
      case ENUM -> "'" + value + "'";
      case ARRAY ->
          shortened(
              ((List<?>) value)
                  .stream()
                      .map(element -> of(element, type.elementType()))
                      .collect(Collectors.joining(", ", "[", "]")));
      case BOOLEAN, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, FLOAT32, FLOAT64, UUID ->
          value.toString();
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
