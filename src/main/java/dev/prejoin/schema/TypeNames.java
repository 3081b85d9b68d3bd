package dev.prejoin.schema;

import dev.prejoin.schema.ColumnType.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names that {@link ColumnType#clickHouse} writes. */
public final class TypeNames {
  private static final Pattern WRAPPED = Pattern.compile("(Nullable|Array)\\((.*)\\)");
  private static final Pattern NUMBERED =
      Pattern.compile("(DateTime64|Decimal)\\(\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\)");
  private static final Pattern ENUM = Pattern.compile("Enum(?:8|16)?\\((.*)\\)");
  private static final Pattern SYMBOL =
      Pattern.compile("\\G\\s*'((?:[^'\\\\]|\\\\.)*)'\\s*=\\s*(\\d+)\\s*(?:,|$)");
  private static final Set<Kind> ONE_WORD =
      EnumSet.complementOf(EnumSet.of(Kind.DECIMAL, Kind.ENUM, Kind.ARRAY));

  private TypeNames() {}

  /** The type of this name in ClickHouse, or empty if prejoin has none of it. */
  public static Optional<ColumnType> read(String name) {
    try {
      return find(name.strip());
    } catch (IllegalArgumentException noSuchType) {
      return Optional.empty();
    }
  }

  private static Optional<ColumnType> find(String name) {
    Matcher wrapped = WRAPPED.matcher(name);
    if (wrapped.matches()) {
      boolean array = name.startsWith("Array");
      return find(String.valueOf(wrapped.group(2)).strip())
          .map(inner -> array ? ColumnType.array(inner) : inner.withNullable(true));
    }
    Matcher numbered = NUMBERED.matcher(name);
    if (numbered.matches()) {
      return numbered(numbered, Integer.parseInt(numbered.group(2)));
    }
    Matcher enumeration = ENUM.matcher(name);
    if (enumeration.matches()) {
      return Optional.of(ColumnType.enumeration(symbols(String.valueOf(enumeration.group(1)))));
    }
    return ONE_WORD.stream()
        .map(ColumnType::of)
        .filter(type -> type.clickHouse().equals(name))
        .findFirst();
  }

  private static Optional<ColumnType> numbered(Matcher matcher, int first) {
    String second = matcher.group(3);
    if (name(matcher).equals("Decimal")) {
      return Optional.of(ColumnType.decimal(first, second == null ? 0 : Integer.parseInt(second)));
    }
    return second == null && first > 0
        ? Optional.of(ColumnType.timestamp(first))
        : Optional.empty();
  }

  private static String name(Matcher matcher) {
    return String.valueOf(matcher.group(1));
  }

  /** The labels of an enum, whose numbers must be 1, 2, 3 and so on. */
  private static List<String> symbols(String text) {
    List<String> symbols = new ArrayList<>();
    Matcher symbol = SYMBOL.matcher(text);
    int end = 0;
    while (symbol.find()) {
      symbols.add(String.valueOf(symbol.group(1)).replaceAll("\\\\(.)", "$1"));
      end = symbol.end();
      if (Integer.parseInt(symbol.group(2)) != symbols.size()) {
        throw new IllegalArgumentException("the numbers of an enum are 1, 2, 3 and so on");
      }
    }
    if (end != text.length()) {
      throw new IllegalArgumentException("no labels: " + text);
    }
    return symbols;
  }
}
