package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.sink.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Names and values in the text of a statement. */
final class Literals {
  private Literals() {}

  static String name(String identifier) {
    return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  static String names(Collection<String> identifiers) {
    StringJoiner joined = new StringJoiner(", ");
    identifiers.forEach(identifier -> joined.add(name(identifier)));
    return joined.toString();
  }

  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A number of 128 bits, which would be read as a float without quotes. */
  static String version(Version version) {
    BigInteger high = new BigInteger(Long.toUnsignedString(version.high()));
    BigInteger low = new BigInteger(Long.toUnsignedString(version.low()));
    return "toUInt128('" + high.shiftLeft(Long.SIZE).or(low) + "')";
  }

  /** {@code (k1, k2, …)}, each a tuple if the key has several columns. */
  static String keys(List<Column> columns, Collection<List<Object>> keys) {
    StringJoiner list = new StringJoiner(", ", "(", ")");
    for (List<Object> key : keys) {
      StringJoiner tuple =
          columns.size() == 1 ? new StringJoiner("") : new StringJoiner(", ", "(", ")");
      for (int i = 0; i < columns.size(); i++) {
        tuple.add(value(columns.get(i).type(), key.get(i)));
      }
      list.add(tuple.toString());
    }
    return list.toString();
  }

  private static String value(ColumnType type, Object value) {
    return switch (type.kind()) {
      case STRING -> text((String) value);
      case DATE32 -> "toDate32('" + LocalDate.ofEpochDay((Integer) value) + "')";
      case TIMESTAMP ->
          switch (type.precision()) {
            case 0 -> "toDateTime(" + Math.floorDiv((Long) value, 1000L) + ")";
            case 3 -> "fromUnixTimestamp64Milli(" + value + ")";
            case 9 -> "fromUnixTimestamp64Nano(" + value + ")";
            default -> "fromUnixTimestamp64Micro(" + value + ")";
          };
      case FLOAT32 ->
          "reinterpretAsFloat32(toUInt32("
              + Integer.toUnsignedString(Float.floatToRawIntBits((Float) value))
              + "))";
      case FLOAT64 ->
          "reinterpretAsFloat64(toUInt64("
              + Long.toUnsignedString(Double.doubleToRawLongBits((Double) value))
              + "))";
      case BOOLEAN, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> value.toString();
      case UINT64 -> Long.toUnsignedString((Long) value);
      case DECIMAL ->
          "CAST('"
              + ((BigDecimal) value).toPlainString()
              + "' AS "
              + type.withNullable(false).clickHouse()
              + ")";
      case BYTES -> "unhex('" + HexFormat.of().formatHex(NativeColumn.bytes(value)) + "')";
      case DATE -> "toDate(" + value + ")";
      // As text, so that a column that is a String compares too.
      case ENUM, UUID -> text(value.toString());
      case ARRAY ->
          ((List<?>) value)
              .stream()
                  .map(element -> element == null ? "NULL" : value(type.elementType(), element))
                  .collect(Collectors.joining(", ", "[", "]"));
    };
  }
}
