package dev.prejoin.schema;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column, the same in a statement, a topic and a table.
 *
 * @param kind what the column holds
 * @param nullable whether it may hold NULL
 * @param precision for {@link Kind#TIMESTAMP}, the digits of a second: 0, 3 or 6; else 0
 */
public record ColumnType(Kind kind, boolean nullable, int precision) {

  /** What a column holds, and the Java class of its values in a row. */
  public enum Kind {
    BOOLEAN(Boolean.class),
    INT32(Integer.class),
    INT64(Long.class),
    /** 0 to 4,294,967,295, as a Long. */
    UINT32(Long.class),
    FLOAT32(Float.class),
    FLOAT64(Double.class),
    STRING(String.class),
    /** Days since 1970-01-01, as an Integer. */
    DATE(Integer.class),
    /** Since 1970-01-01 UTC, as a Long: milliseconds up to precision 3, microseconds at 6. */
    TIMESTAMP(Long.class);

    private final Class<?> javaClass;

    Kind(Class<?> javaClass) {
      this.javaClass = javaClass;
    }

    /** The class of a value of this kind in a row; NULL is null. */
    public Class<?> javaClass() {
      return javaClass;
    }
  }

  /** The largest UINT32. */
  public static final long UINT32_MAX = 0xFFFF_FFFFL;

  public ColumnType {
    if (kind == Kind.TIMESTAMP
        ? precision != 0 && precision != 3 && precision != 6
        : precision != 0) {
      throw new IllegalArgumentException(kind + " has no precision " + precision);
    }
  }

  public static ColumnType of(Kind kind) {
    return new ColumnType(kind, false, 0);
  }

  public static ColumnType timestamp(int precision) {
    return new ColumnType(Kind.TIMESTAMP, false, precision);
  }

  public ColumnType withNullable(boolean value) {
    return new ColumnType(kind, value, precision);
  }

  /** What ClickHouse puts where a LEFT JOIN finds no row: the type's default, or NULL. */
  public @Nullable Object defaultValue() {
    if (nullable) {
      return null;
    }
    return switch (kind) {
      case BOOLEAN -> false;
      case INT32, DATE -> 0;
      case INT64, UINT32, TIMESTAMP -> 0L;
      case FLOAT32 -> 0f;
      case FLOAT64 -> 0d;
      case STRING -> "";
    };
  }

  /** The name of the type in ClickHouse. */
  public String clickHouse() {
    String name =
        switch (kind) {
          case BOOLEAN -> "Bool";
          case INT32 -> "Int32";
          case INT64 -> "Int64";
          case UINT32 -> "UInt32";
          case FLOAT32 -> "Float32";
          case FLOAT64 -> "Float64";
          case STRING -> "String";
          case DATE -> "Date32";
          case TIMESTAMP -> precision == 0 ? "DateTime" : "DateTime64(" + precision + ")";
        };
    return nullable ? "Nullable(" + name + ")" : name;
  }

  @Override
  public String toString() {
    return clickHouse();
  }
}
