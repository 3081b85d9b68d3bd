package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.ColumnType;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of ClickHouse's types, and which of them hold which. */
public final class TypeNames {
  private static final Pattern WRAPPED = Pattern.compile("(LowCardinality|Nullable)\\((.*)\\)");
  private static final Pattern ZONED_DATETIME = Pattern.compile("DateTime\\('[^']*'\\)");
  private static final Pattern DATETIME64 = Pattern.compile("DateTime64\\((\\d)(?:, *'[^']*')?\\)");

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
    Set<String> wider =
        switch (type.kind()) {
          case BOOLEAN -> Set.of("Bool", "UInt8");
          case INT32 -> Set.of("Int32", "Int64", "Int128", "Int256");
          case INT64 -> Set.of("Int64", "Int128", "Int256");
          case UINT32 ->
              Set.of("UInt32", "UInt64", "UInt128", "UInt256", "Int64", "Int128", "Int256");
          case FLOAT32 -> Set.of("Float32", "Float64");
          case FLOAT64 -> Set.of("Float64");
          case STRING -> Set.of("String");
          case DATE32 -> Set.of("Date32");
          case TIMESTAMP -> Set.of();
          default -> throw new IllegalArgumentException("not yet: " + type);
        };
    return wider.contains(name)
        || (type.kind() == ColumnType.Kind.TIMESTAMP && holdsTimestamp(name, type.precision()));
  }

  private static boolean holdsTimestamp(String name, int precision) {
    Matcher fine = DATETIME64.matcher(name);
    if (fine.matches()) {
      return Integer.parseInt(fine.group(1)) >= precision;
    }
    return precision == 0 && (name.equals("DateTime") || ZONED_DATETIME.matcher(name).matches());
  }
}
