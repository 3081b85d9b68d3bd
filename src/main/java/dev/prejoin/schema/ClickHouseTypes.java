package dev.prejoin.schema;

import dev.prejoin.schema.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the names of ClickHouse's types, as its system tables and people write them. */
public final class ClickHouseTypes {
  private static final Map<String, ColumnType> PLAIN =
      Stream.of(
              Stream.of(Kind.values())
                  .filter(
                      kind ->
                          switch (kind) {
                            case BYTES, DECIMAL, TIMESTAMP, ENUM, ARRAY -> false;
                            default -> true;
                          })
                  .map(ColumnType::of),
              Stream.of(ColumnType.timestamp(0)))
          .flatMap(types -> types)
          .collect(Collectors.toUnmodifiableMap(ColumnType::clickHouse, type -> type));

  private static final Pattern WRAPPED = Pattern.compile("(\\w+)\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern DECIMAL =
      Pattern.compile("\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?");
  private static final Pattern DATETIME64 = Pattern.compile("\\s*(\\d)\\s*(?:,\\s*'[^']*'\\s*)?");
  private static final Pattern SYMBOL =
      Pattern.compile("\\s*'((?:[^'\\\\]|\\\\.|'')*)'\\s*(?:=\\s*(-?\\d+)\\s*)?(,|$)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)|''", Pattern.DOTALL);

  private ClickHouseTypes() {}

  /**
   * The type of a name such as {@code Nullable(Decimal(10, 2))}. A String is a STRING, and
   * LowCardinality and time zones, which change no value, are left out.
   *
   * @throws IllegalArgumentException if prejoin has no such type; the message says why
   */
  public static ColumnType parse(String name) {
    return read(name.strip());
  }

  private static ColumnType read(String name) {
    ColumnType plain = PLAIN.get(name);
    if (plain != null) {
      return plain;
    }
    Matcher wrapped = WRAPPED.matcher(name);
    if (!wrapped.matches()) {
      throw unknown(name);
    }
    String inner = wrapped.group(2);
    return switch (wrapped.group(1)) {
      case "Nullable" -> parse(inner).withNullable(true);
      case "LowCardinality" -> parse(inner);
      case "Array" -> ColumnType.array(parse(inner));
      case "Decimal" -> decimal(name, inner);
      case "DateTime" -> ColumnType.timestamp(0);
      case "DateTime64" -> timestamp(name, inner);
      case "Enum", "Enum8", "Enum16" -> ColumnType.enumeration(symbols(name, inner));
      default -> throw unknown(name);
    };
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        name + " is none of the types that prejoin has: docs/types.md lists them");
  }

  private static ColumnType decimal(String name, String inner) {
    Matcher matcher = DECIMAL.matcher(inner);
    if (!matcher.matches()) {
      throw unknown(name);
    }
    String scale = matcher.group(2);
    return ColumnType.decimal(
        Integer.parseInt(matcher.group(1)), scale == null ? 0 : Integer.parseInt(scale));
  }

  private static ColumnType timestamp(String name, String inner) {
    Matcher matcher = DATETIME64.matcher(inner);
    if (!matcher.matches()) {
      throw unknown(name);
    }
    int precision = Integer.parseInt(matcher.group(1));
    if (precision == 0) {
      throw new IllegalArgumentException("write DateTime instead of " + name);
    }
    return ColumnType.timestamp(precision);
  }

  /** The symbols of an enum, in the order that their values give them. */
  private static List<String> symbols(String name, String inner) {
    List<String> symbols = new ArrayList<>();
    Matcher matcher = SYMBOL.matcher(inner);
    int at = 0;
    while (at < inner.length() || symbols.isEmpty()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw unknown(name);
      }
      symbols.add(
          ESCAPE
              .matcher(matcher.group(1))
              .replaceAll(
                  escape ->
                      Matcher.quoteReplacement(escape.group(1) == null ? "'" : escape.group(1))));
      String value = matcher.group(2);
      if (value != null && !value.equals(Integer.toString(symbols.size()))) {
        throw new IllegalArgumentException(
            "%s gives '%s' the value %s; an enum's symbols are 1, 2, 3 … in their order (a table in ClickHouse may number them otherwise: they are written by name)"
                .formatted(name, symbols.get(symbols.size() - 1), value));
      }
      at = matcher.end();
    }
    return symbols;
  }
}
