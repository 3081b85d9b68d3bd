package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.ClickHouseTypes;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of ClickHouse's types, and which of them hold which. */
public final class TypeNames {
  private static final Pattern WRAPPED =
      Pattern.compile("(LowCardinality|Nullable)\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern ARRAY = Pattern.compile("Array\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern ZONED_DATETIME = Pattern.compile("DateTime\\('[^']*'\\)");
  private static final Pattern DATETIME64 = Pattern.compile("DateTime64\\((\\d)(?:, *'[^']*')?\\)");
  private static final Pattern DECIMAL = Pattern.compile("Decimal\\((\\d+), (\\d+)\\)");

  /** The only precision that does not reach from 1900 to 2299. */
  private static final int NANOSECONDS = 9;

  private TypeNames() {}

  /** The type of {@code _key}. */
  public static String keyType(List<ColumnType> types) {
    return types.size() == 1
        ? types.get(0).clickHouse()
        : types.stream()
            .map(ColumnType::clickHouse)
            .collect(Collectors.joining(", ", "Tuple(", ")"));
  }

  /** Whether a column of the named type holds every value of the other type as it is. */
  static boolean holds(String column, ColumnType type) {
    String name = column;
    boolean nullable = false;
    for (Matcher m = WRAPPED.matcher(name); m.matches(); m = WRAPPED.matcher(name)) {
      nullable |= m.group(1).equals("Nullable");
      name = m.group(2);
    }
    if (type.nullable() && !nullable) {
      return false;
    }
    return switch (type.kind()) {
      case DECIMAL -> holdsDecimal(name, type);
      case TIMESTAMP -> holdsTimestamp(name, type.precision());
      case ENUM -> name.equals("String") || holdsSymbols(name, type.symbols());
      case ARRAY -> {
        Matcher array = ARRAY.matcher(name);
        yield array.matches() && holds(array.group(1), type.elementType());
      }
      default -> wider(type.kind()).contains(name);
    };
  }

  private static Set<String> wider(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> Set.of("Bool", "UInt8");
      case INT8 -> integers(8, 0);
      case INT16 -> integers(16, 0);
      case INT32 -> integers(32, 0);
      case INT64 -> integers(64, 0);
      case UINT8 -> integers(16, 8);
      case UINT16 -> integers(32, 16);
      case UINT32 -> integers(64, 32);
      case UINT64 -> integers(128, 64);
      case FLOAT32 -> Set.of("Float32", "Float64");
      case FLOAT64 -> Set.of("Float64");
      case STRING, BYTES -> Set.of("String");
      case UUID -> Set.of("UUID", "String");
      case DATE -> Set.of("Date", "Date32");
      case DATE32 -> Set.of("Date32");
      case DECIMAL, TIMESTAMP, ENUM, ARRAY -> Set.of();
    };
  }

  /** Signed integers from so many bits on, and unsigned ones; 0 for none. */
  private static Set<String> integers(int signed, int unsigned) {
    Set<String> names = new HashSet<>();
    for (int bits = 8; bits <= 256; bits *= 2) {
      if (bits >= signed) {
        names.add("Int" + bits);
      }
      if (unsigned > 0 && bits >= unsigned) {
        names.add("UInt" + bits);
      }
    }
    return names;
  }

  private static boolean holdsDecimal(String name, ColumnType type) {
    Matcher decimal = DECIMAL.matcher(name);
    if (!decimal.matches()) {
      return false;
    }
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    return scale >= type.scale() && precision - scale >= type.precision() - type.scale();
  }

  private static boolean holdsSymbols(String name, List<String> symbols) {
    if (!name.startsWith("Enum")) {
      return false;
    }
    // A table may number its symbols as it likes.
    ColumnType column = ClickHouseTypes.parse(name.replaceAll("' = -?\\d+", "'"));
    return column.symbols().containsAll(symbols);
  }

  private static boolean holdsTimestamp(String name, int precision) {
    Matcher fine = DATETIME64.matcher(name);
    if (fine.matches()) {
      int digits = Integer.parseInt(fine.group(1));
      return digits >= precision
          && (digits < NANOSECONDS || precision == NANOSECONDS || precision == 0);
    }
    return precision == 0 && (name.equals("DateTime") || ZONED_DATETIME.matcher(name).matches());
  }
}
