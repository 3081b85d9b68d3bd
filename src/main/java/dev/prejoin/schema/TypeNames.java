package dev.prejoin.schema;

import dev.prejoin.schema.ColumnType.Kind;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names that {@link ColumnType#clickHouse} writes. */
public final class TypeNames {
  private static final Pattern NULLABLE = Pattern.compile("Nullable\\((.*)\\)");
  private static final Pattern DATETIME64 = Pattern.compile("DateTime64\\((\\d)\\)");

  private TypeNames() {}

  /** The type of this name in ClickHouse, or empty if prejoin has none of it. */
  public static Optional<ColumnType> read(String name) {
    String text = name.strip();
    Matcher nullable = NULLABLE.matcher(text);
    if (nullable.matches()) {
      return notNull(String.valueOf(nullable.group(1)).strip())
          .map(type -> type.withNullable(true));
    }
    return notNull(text);
  }

  private static Optional<ColumnType> notNull(String name) {
    Matcher time = DATETIME64.matcher(name);
    try {
      if (time.matches()) {
        ColumnType type = ColumnType.timestamp(Integer.parseInt(time.group(1)));
        return Optional.of(type).filter(found -> found.clickHouse().equals(name));
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Arrays.stream(Kind.values())
        .map(ColumnType::of)
        .filter(type -> type.clickHouse().equals(name))
        .findFirst();
  }
}
