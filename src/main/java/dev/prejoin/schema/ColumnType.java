package dev.prejoin.schema;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, the same in a statement, a topic and a table; kinds have the names of
 * ClickHouse's types. JSON is a STRING.
 *
 * @param kind what the column holds
 * @param nullable whether it may hold NULL; an ARRAY never, as ClickHouse has no Nullable(Array)
 * @param precision for {@link Kind#TIMESTAMP}, the digits of a second: 0, 3, 6 or 9; for {@link
 *     Kind#DECIMAL}, all digits: 1 to 38; else 0
 * @param scale for {@link Kind#DECIMAL}, the digits behind the point: 0 to the precision; else 0
 * @param symbols for {@link Kind#ENUM}, its labels in ClickHouse's order: the first is 1; else
 *     empty
 * @param element for {@link Kind#ARRAY}, what it holds, which may be nullable; else null
 */
public record ColumnType(
    Kind kind,
    boolean nullable,
    int precision,
    int scale,
    List<String> symbols,
    @Nullable ColumnType element) {

  /** What a column holds, and the Java class of its values in a row. */
  public enum Kind {
    BOOLEAN(Boolean.class),
    /** -128 to 127, as an Integer. */
    INT8(Integer.class),
    /** -32,768 to 32,767, as an Integer. */
    INT16(Integer.class),
    INT32(Integer.class),
    INT64(Long.class),
    /** 0 to 255, as an Integer. */
    UINT8(Integer.class),
    /** 0 to 65,535, as an Integer. */
    UINT16(Integer.class),
    /** 0 to 4,294,967,295, as a Long. */
    UINT32(Long.class),
    /** 0 to 18,446,744,073,709,551,615, as the Long of the same 64 bits. */
    UINT64(Long.class),
    FLOAT32(Float.class),
    FLOAT64(Double.class),
    /** As a BigDecimal of exactly the type's scale. */
    DECIMAL(BigDecimal.class),
    STRING(String.class),
    /** Any bytes, as a byte[] that nobody changes; ClickHouse's String. */
    BYTES(byte[].class),
    UUID(UUID.class),
    /** Days since 1970-01-01, as an Integer: ClickHouse's Date, 1970-01-01 to 2149-06-06. */
    DATE(Integer.class),
    /** Days since 1970-01-01, as an Integer: ClickHouse's Date32, 1900-01-01 to 2299-12-31. */
    DATE32(Integer.class),
    /**
     * Since 1970-01-01 UTC, as a Long: milliseconds up to precision 3, microseconds at 6,
     * nanoseconds at 9. ClickHouse's DateTime at precision 0, which is from 1970-01-01 to
     * 2106-02-07, else DateTime64, which is from 1900-01-01 to 2299-12-31, and to 2262-04-11 at 9.
     */
    TIMESTAMP(Long.class),
    /** One of the type's symbols, as a String. */
    ENUM(String.class),
    /** As a List of the element's class, with null for an element that is NULL. */
    ARRAY(List.class);

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

  /** The most digits of a DECIMAL, as many as 128 bits hold. */
  public static final int MAX_DECIMAL_DIGITS = 38;

  private static final int MAX_SYMBOLS = Short.MAX_VALUE;

  /**
   * @throws IllegalArgumentException if there is no such type; the message says why
   */
  public ColumnType {
    symbols = List.copyOf(symbols);
    switch (kind) {
      case TIMESTAMP ->
          require(
              precision == 0 || precision == 3 || precision == 6 || precision == 9,
              "a timestamp has 0, 3, 6 or 9 digits of a second, not " + precision);
      case DECIMAL -> {
        require(
            precision >= 1 && precision <= MAX_DECIMAL_DIGITS,
            "a decimal has 1 to " + MAX_DECIMAL_DIGITS + " digits, not " + precision);
        require(
            scale >= 0 && scale <= precision,
            "a decimal of %d digits has 0 to %d of them behind the point, not %d"
                .formatted(precision, precision, scale));
      }
      case ENUM -> {
        require(
            !symbols.isEmpty() && symbols.size() <= MAX_SYMBOLS,
            "an enum has 1 to " + MAX_SYMBOLS + " symbols, not " + symbols.size());
        require(new HashSet<>(symbols).size() == symbols.size(), "an enum has a symbol twice");
      }
      case ARRAY -> {
        require(element != null, "an array has a type of elements");
        require(!nullable, "ClickHouse has no Nullable(Array)");
      }
      default -> {}
    }
    require(kind == Kind.TIMESTAMP || kind == Kind.DECIMAL || precision == 0, kind + ": precision");
    require(kind == Kind.DECIMAL || scale == 0, kind + ": scale");
    require(kind == Kind.ENUM || symbols.isEmpty(), kind + ": symbols");
    require(kind == Kind.ARRAY || element == null, kind + ": element");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A type that its kind alone describes. */
  public static ColumnType of(Kind kind) {
    return new ColumnType(kind, false, 0, 0, List.of(), null);
  }

  public static ColumnType timestamp(int precision) {
    return new ColumnType(Kind.TIMESTAMP, false, precision, 0, List.of(), null);
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, false, precision, scale, List.of(), null);
  }

  public static ColumnType enumeration(List<String> symbols) {
    return new ColumnType(Kind.ENUM, false, 0, 0, symbols, null);
  }

  public static ColumnType array(ColumnType element) {
    return new ColumnType(Kind.ARRAY, false, 0, 0, List.of(), element);
  }

  /**
   * The same type with or without NULL.
   *
   * @throws IllegalArgumentException for an array with NULL
   */
  public ColumnType withNullable(boolean value) {
    return new ColumnType(kind, value, precision, scale, symbols, element);
  }

  /** The type of an array's elements. */
  public ColumnType elementType() {
    if (element == null) {
      throw new IllegalStateException(this + " has no elements");
    }
    return element;
  }

  /** Whether its values lie in months: dates and times of day with a date. */
  public boolean isTime() {
    return switch (kind) {
      case DATE, DATE32, TIMESTAMP -> true;
      default -> false;
    };
  }

  /** How many of a TIMESTAMP's units make a second. */
  public long unitsPerSecond() {
    return switch (precision) {
      case 0, 3 -> 1_000;
      case 6 -> 1_000_000;
      default -> 1_000_000_000;
    };
  }

  /** What ClickHouse puts where a LEFT JOIN finds no row: the type's default, or NULL. */
  public @Nullable Object defaultValue() {
    return nullable ? null : zero();
  }

  /** The type's default, as if it were not nullable: what lies beneath a NULL. */
  public Object zero() {
    return switch (kind) {
      case BOOLEAN -> false;
      case INT8, INT16, INT32, UINT8, UINT16, DATE, DATE32 -> 0;
      case INT64, UINT32, UINT64, TIMESTAMP -> 0L;
      case FLOAT32 -> 0f;
      case FLOAT64 -> 0d;
      case DECIMAL -> BigDecimal.ZERO.setScale(scale);
      case STRING -> "";
      case BYTES -> new byte[0];
      case UUID -> new UUID(0, 0);
      case ENUM -> symbols.get(0);
      case ARRAY -> List.of();
    };
  }

  /**
   * Whether two values of a column are the same. Bytes are compared by what they hold, and floats
   * by their bits, so that NaN is NaN.
   */
  public static boolean isSame(@Nullable Object left, @Nullable Object right) {
    if (left instanceof byte[] some && right instanceof byte[] other) {
      return Arrays.equals(some, other);
    }
    if (left instanceof List<?> some && right instanceof List<?> other) {
      return some.size() == other.size()
          && IntStream.range(0, some.size()).allMatch(i -> isSame(some.get(i), other.get(i)));
    }
    return Objects.equals(left, right);
  }

  /** The name of the type in ClickHouse. */
  public String clickHouse() {
    String name =
        switch (kind) {
          case BOOLEAN -> "Bool";
          case INT8 -> "Int8";
          case INT16 -> "Int16";
          case INT32 -> "Int32";
          case INT64 -> "Int64";
          case UINT8 -> "UInt8";
          case UINT16 -> "UInt16";
          case UINT32 -> "UInt32";
          case UINT64 -> "UInt64";
          case FLOAT32 -> "Float32";
          case FLOAT64 -> "Float64";
          case DECIMAL -> "Decimal(" + precision + ", " + scale + ")";
          case STRING, BYTES -> "String";
          case UUID -> "UUID";
          case DATE -> "Date";
          case DATE32 -> "Date32";
          case TIMESTAMP -> precision == 0 ? "DateTime" : "DateTime64(" + precision + ")";
          case ENUM -> enumName();
          case ARRAY -> "Array(" + elementType().clickHouse() + ")";
        };
    return nullable ? "Nullable(" + name + ")" : name;
  }

  private String enumName() {
    return IntStream.range(0, symbols.size())
        .mapToObj(i -> "'" + escaped(symbols.get(i)) + "' = " + (i + 1))
        .collect(
            Collectors.joining(", ", symbols.size() <= Byte.MAX_VALUE ? "Enum8(" : "Enum16(", ")"));
  }

  private static String escaped(String symbol) {
    return symbol.replace("\\", "\\\\").replace("'", "\\'");
  }

  @Override
  public String toString() {
    return clickHouse();
  }
}
