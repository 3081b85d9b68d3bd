package dev.prejoin.expression;

import dev.prejoin.expression.run.Zone;
import dev.prejoin.schema.ClickHouseTypes;
import dev.prejoin.sql.Nearest;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the types that CAST takes, also under the names of standard SQL. */
final class CastTypes {
  private static final Pattern WRAPPED =
      Pattern.compile("([\\w ]+?)\\s*\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern ZONE = Pattern.compile("\\s*'([^']*)'\\s*");
  private static final Pattern SCALE_AND_ZONE =
      Pattern.compile("\\s*(\\d)\\s*(?:,\\s*'([^']*)'\\s*)?");
  private static final Pattern SCALE = Pattern.compile("\\s*(\\d{1,2})\\s*");
  private static final int DEFAULT_TIME_DIGITS = 3;

  /** What ClickHouse takes in any case. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("tinyint", "Int8"),
          Map.entry("smallint", "Int16"),
          Map.entry("int", "Int32"),
          Map.entry("integer", "Int32"),
          Map.entry("bigint", "Int64"),
          Map.entry("tinyint unsigned", "UInt8"),
          Map.entry("smallint unsigned", "UInt16"),
          Map.entry("int unsigned", "UInt32"),
          Map.entry("integer unsigned", "UInt32"),
          Map.entry("bigint unsigned", "UInt64"),
          Map.entry("float", "Float32"),
          Map.entry("real", "Float32"),
          Map.entry("double", "Float64"),
          Map.entry("double precision", "Float64"),
          Map.entry("bool", "Bool"),
          Map.entry("boolean", "Bool"),
          Map.entry("char", "String"),
          Map.entry("varchar", "String"),
          Map.entry("text", "String"),
          Map.entry("timestamp", "DateTime"),
          Map.entry("date", "Date"),
          Map.entry("date32", "Date32"),
          Map.entry("datetime", "DateTime"),
          Map.entry("datetime64", "DateTime64"),
          Map.entry("dec", "Decimal"),
          Map.entry("numeric", "Decimal"),
          Map.entry("decimal", "Decimal"),
          Map.entry("decimal32", "Decimal32"),
          Map.entry("decimal64", "Decimal64"),
          Map.entry("decimal128", "Decimal128"));

  private CastTypes() {}

  /**
   * The type.
   *
   * @throws Misuse if it is none that prejoin has; the words say why
   */
  static ExprType parse(String text) throws Misuse {
    try {
      return read(text);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw new Misuse(
          1,
          why.startsWith(text + " ")
              ? why.substring(text.length() + 1)
              : "is no type to convert to: " + why);
    }
  }

  /**
   * The type.
   *
   * @throws IllegalArgumentException if it is none that prejoin has; the message says why
   */
  private static ExprType read(String text) throws Misuse {
    Matcher wrapped = WRAPPED.matcher(text.strip());
    return wrapped.matches()
        ? wrapped(text.strip(), named(wrapped.group(1)), wrapped.group(2))
        : plain(named(text.strip()));
  }

  private static String named(String name) {
    return OTHER_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  private static ExprType plain(String name) {
    return switch (name) {
      case "DateTime64" -> ExprType.dateTime64(DEFAULT_TIME_DIGITS, null);
      case "Decimal" -> ExprType.decimal(10, 0);
      default -> ExprType.of(ClickHouseTypes.parse(name));
    };
  }

  private static ExprType wrapped(String text, String name, String inner) throws Misuse {
    return switch (name) {
      case "Nullable" -> nullable(inner);
      case "LowCardinality" -> lowCardinality(inner);
      case "Array" -> ExprType.array(read(inner));
      case "String" -> ExprType.TEXT;
      case "DateTime" -> {
        Matcher zone = matched(ZONE, inner, text);
        yield ExprType.dateTime(zone(zone.group(1)));
      }
      case "DateTime64" -> {
        Matcher matcher = matched(SCALE_AND_ZONE, inner, text);
        yield ExprType.dateTime64(Integer.parseInt(matcher.group(1)), zone(matcher.group(2)));
      }
      case "Decimal32" -> scaled(9, inner, text);
      case "Decimal64" -> scaled(18, inner, text);
      case "Decimal128" -> scaled(38, inner, text);
      case "FixedString" ->
          throw new Misuse(
              1, "pads texts with zero bytes, and prejoin has no type for that; use String");
      default -> ExprType.of(ClickHouseTypes.parse(name + "(" + inner + ")"));
    };
  }

  private static ExprType nullable(String inner) throws Misuse {
    ExprType type = read(inner);
    if (type.nullable() || type.is(Family.ARRAY)) {
      throw new Misuse(1, "is no type of ClickHouse: there is no Nullable(" + type + ")");
    }
    return type.orNull(true);
  }

  /** ClickHouse has it of strings; it changes no value. */
  private static ExprType lowCardinality(String inner) throws Misuse {
    ExprType type = read(inner);
    if (!type.is(Family.STRING)) {
      throw new Misuse(1, "is for strings only; write " + type);
    }
    return type;
  }

  private static ExprType scaled(int digits, String inner, String text) throws Misuse {
    int scale = Integer.parseInt(matched(SCALE, inner, text).group(1));
    if (scale > digits) {
      throw new Misuse(1, "can have 0 to %d digits behind the point".formatted(digits));
    }
    return ExprType.decimal(digits, scale);
  }

  private static @Nullable String zone(@Nullable String name) throws Misuse {
    if (name != null && Zone.of(name).isEmpty()) {
      throw new Misuse(
          1,
          "has '%s', which is no time zone%s".formatted(name, Nearest.among(name, Zone.names())));
    }
    return name;
  }

  private static Matcher matched(Pattern pattern, String inner, String text) {
    Matcher matcher = pattern.matcher(inner);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          text + " is none of the types that prejoin has: docs/types.md lists them");
    }
    return matcher;
  }
}
