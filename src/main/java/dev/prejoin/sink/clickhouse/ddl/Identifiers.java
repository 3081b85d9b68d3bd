package dev.prejoin.sink.clickhouse.ddl;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as a person would write them: in quotes only where they must be. */
final class Identifiers {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> WORDS =
      Set.of(
          "all",
          "and",
          "any",
          "array",
          "as",
          "between",
          "by",
          "case",
          "constraint",
          "default",
          "distinct",
          "else",
          "end",
          "final",
          "format",
          "from",
          "group",
          "having",
          "in",
          "index",
          "inner",
          "interval",
          "into",
          "is",
          "join",
          "left",
          "like",
          "limit",
          "not",
          "null",
          "on",
          "or",
          "order",
          "primary",
          "projection",
          "right",
          "select",
          "settings",
          "then",
          "union",
          "when",
          "where",
          "with");

  private Identifiers() {}

  static String name(String name) {
    return PLAIN.matcher(name).matches() && !WORDS.contains(name.toLowerCase(Locale.ROOT))
        ? name
        : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  static String names(Collection<String> names) {
    return names.stream().map(Identifiers::name).collect(Collectors.joining(", "));
  }

  static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
