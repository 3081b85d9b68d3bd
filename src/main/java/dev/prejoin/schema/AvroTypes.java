package dev.prejoin.schema;

import dev.prejoin.schema.ColumnType.Kind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Avro's types and their column types. Where ClickHouse's type is another than Avro's default
 * counterpart, the property {@code clickhouse} on the Avro type names it, such as {@code {"type":
 * "long", "clickhouse": "UInt32"}}: readers that do not know the property still read the right
 * value.
 */
public final class AvroTypes {
  /** The property that names ClickHouse's type. */
  public static final String PROPERTY = "clickhouse";

  private static final int UINT64_DIGITS = 20;
  private static final Pattern AVRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Schema NULL = Schema.create(Schema.Type.NULL);

  private AvroTypes() {}

  /**
   * The column type of an Avro type, which may be a union with null.
   *
   * @throws IllegalArgumentException if there is none; the message says why, and what there is
   */
  public static ColumnType columnType(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return present(schema);
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    if (branches.size() != 1) {
      throw new IllegalArgumentException(
          "a union of several types has no type in ClickHouse; allowed is one type, or it and null");
    }
    Schema type = branches.get(0);
    if (type.getType() == Schema.Type.ARRAY && schema.isNullable()) {
      throw new IllegalArgumentException(
          "ClickHouse has no Nullable(Array): declare the array alone with \"default\": [], and a"
              + " NULL becomes the empty array");
    }
    return present(type).withNullable(schema.isNullable());
  }

  private static ColumnType present(Schema schema) {
    ColumnType own = byDefault(schema);
    String named = schema.getProp(PROPERTY);
    if (named == null) {
      return own;
    }
    ColumnType wanted = ClickHouseTypes.parse(named);
    if (wanted.nullable()) {
      throw new IllegalArgumentException(
          "\"" + PROPERTY + "\": \"" + named + "\": a union with null says that it may be NULL");
    }
    if (own.kind() == Kind.BYTES && wanted.kind() == Kind.STRING) {
      return own;
    }
    if (!wanted.equals(own) && !canBe(own, wanted)) {
      throw new IllegalArgumentException(
          "\"%s\": \"%s\" does not go with %s: docs/types.md lists the pairs"
              .formatted(PROPERTY, named, schema));
    }
    return wanted;
  }

  private static boolean canBe(ColumnType own, ColumnType wanted) {
    Set<Kind> others =
        switch (own.kind()) {
          case INT32 -> Set.of(Kind.INT8, Kind.INT16, Kind.UINT8, Kind.UINT16);
          case INT64 -> Set.of(Kind.UINT32);
          case DECIMAL ->
              own.scale() == 0 && own.precision() >= UINT64_DIGITS ? Set.of(Kind.UINT64) : Set.of();
          case STRING -> Set.of(Kind.ENUM, Kind.UUID);
          case DATE32 -> Set.of(Kind.DATE);
          case ENUM -> Set.of(Kind.STRING);
          case TIMESTAMP ->
              own.precision() == 3 && wanted.precision() == 0 ? Set.of(Kind.TIMESTAMP) : Set.of();
          default -> Set.of();
        };
    return others.contains(wanted.kind());
  }

  private static ColumnType byDefault(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case BOOLEAN -> ColumnType.of(Kind.BOOLEAN);
      case INT -> ColumnType.of(logical instanceof LogicalTypes.Date ? Kind.DATE32 : Kind.INT32);
      case LONG -> {
        int precision = precision(logical);
        yield precision < 0 ? ColumnType.of(Kind.INT64) : ColumnType.timestamp(precision);
      }
      case FLOAT -> ColumnType.of(Kind.FLOAT32);
      case DOUBLE -> ColumnType.of(Kind.FLOAT64);
      case STRING -> ColumnType.of(logical instanceof LogicalTypes.Uuid ? Kind.UUID : Kind.STRING);
      case BYTES ->
          logical instanceof LogicalTypes.Decimal decimal
              ? ColumnType.decimal(decimal.getPrecision(), decimal.getScale())
              : ColumnType.of(Kind.BYTES);
      case ENUM -> ColumnType.enumeration(schema.getEnumSymbols());
      case ARRAY -> ColumnType.array(columnType(schema.getElementType()));
      default ->
          throw new IllegalArgumentException(
              schema
                  + " has no type in ClickHouse here; allowed are boolean, int, long, float, double,"
                  + " string, bytes, enum and array, with the logical types date, decimal, uuid,"
                  + " timestamp-* and local-timestamp-*, each or null (docs/types.md)");
    };
  }

  /** The digits of a second of a timestamp's logical type, or -1 if it is none. */
  static int precision(@Nullable LogicalType logical) {
    if (logical instanceof LogicalTypes.TimestampMillis
        || logical instanceof LogicalTypes.LocalTimestampMillis) {
      return 3;
    }
    if (logical instanceof LogicalTypes.TimestampMicros
        || logical instanceof LogicalTypes.LocalTimestampMicros) {
      return 6;
    }
    return logical instanceof LogicalTypes.TimestampNanos
            || logical instanceof LogicalTypes.LocalTimestampNanos
        ? 9
        : -1;
  }

  /**
   * The Avro type that stands for a column type; {@link #columnType} gives it back.
   *
   * @param name of the type that an enum defines, which must be the only one of its name in a
   *     record's schema
   */
  public static Schema schema(ColumnType type, String name) {
    if (type.nullable()) {
      return Schema.createUnion(NULL, schema(type.withNullable(false), name));
    }
    Schema schema =
        switch (type.kind()) {
          case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
          case INT8, INT16, INT32, UINT8, UINT16 -> Schema.create(Schema.Type.INT);
          case DATE, DATE32 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
          case INT64, UINT32 -> Schema.create(Schema.Type.LONG);
          // A long would be negative above 2^63 for everyone who does not know our property.
          case UINT64 -> decimal(UINT64_DIGITS, 0);
          case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
          case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
          case DECIMAL -> decimal(type.precision(), type.scale());
          case STRING -> Schema.create(Schema.Type.STRING);
          case BYTES -> Schema.create(Schema.Type.BYTES);
          case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
          case TIMESTAMP ->
              timestamp(type.precision()).addToSchema(Schema.create(Schema.Type.LONG));
          case ENUM ->
              type.symbols().stream().allMatch(symbol -> AVRO_NAME.matcher(symbol).matches())
                  ? Schema.createEnum(name, null, null, type.symbols())
                  : Schema.create(Schema.Type.STRING);
          case ARRAY -> Schema.createArray(schema(type.elementType(), name));
        };
    if (!present(schema).equals(type)) {
      schema.addProp(PROPERTY, type.clickHouse());
    }
    return schema;
  }

  private static Schema decimal(int precision, int scale) {
    return LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
  }

  private static LogicalType timestamp(int precision) {
    return switch (precision) {
      case 0, 3 -> LogicalTypes.timestampMillis();
      case 6 -> LogicalTypes.timestampMicros();
      default -> LogicalTypes.timestampNanos();
    };
  }
}
