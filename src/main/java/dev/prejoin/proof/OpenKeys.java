package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys of a source that are to be looked at again, as a table in ClickHouse.
 *
 * @param database of the run
 */
record OpenKeys(ClickHouseHttp clickHouse, String database) {
  /** In one statement, as long as ClickHouse reads statements of this length (262,144 bytes). */
  private static final int KEYS_AT_ONCE = 2_000;

  private static final int CHARACTERS_AT_ONCE = 60_000;

  /** Types whose values PostgreSQL reads as ClickHouse writes them. */
  private static final Pattern NUMBER = Pattern.compile("U?Int(8|16|32|64)");

  private static final Pattern TEXT = Pattern.compile("String|UUID");

  /** What ClickHouse would escape in its own way when it asks PostgreSQL. */
  private static final Pattern ESCAPED = Pattern.compile("['\\\\\\p{Cntrl}]");

  static String table(String source) {
    return "_open_" + source;
  }

  private static String key(int columns, int column) {
    return columns == 1
        ? LandedTable.KEY
        : "tupleElement(" + LandedTable.KEY + ", " + (column + 1) + ")";
  }

  /** Writes the keys of a source, of a type. */
  void write(String source, String type, Collection<String> keys) {
    String table = Sql.identifier(table(source));
    clickHouse.execute(database, "DROP TABLE IF EXISTS " + table + " SYNC");
    clickHouse.execute(
        database,
        "CREATE TABLE %s (%s %s) ENGINE = MergeTree ORDER BY tuple()"
            .formatted(table, LandedTable.KEY, type));
    for (List<String> some : chunks(keys.stream().map(Sql::literal).toList())) {
      clickHouse.execute(
          database,
          "INSERT INTO %s SELECT CAST(arrayJoin([%s]) AS %s)"
              .formatted(table, String.join(", ", some), type));
    }
  }

  /**
   * The same keys as conditions over the columns of the source's table, so that PostgreSQL reads no
   * other rows; where it would not understand a value as ClickHouse writes it, ClickHouse chooses.
   */
  List<Scratch.Portion> portions(String source, List<String> columns) {
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      expressions.add(key(columns.size(), i));
    }
    JsonNode types =
        clickHouse
            .rows(
                database,
                "SELECT %s FROM %s LIMIT 1"
                    .formatted(
                        expressions.stream()
                            .map(e -> "toTypeName(" + e + ")")
                            .collect(Collectors.joining(", ")),
                        Sql.identifier(table(source))))
            .get(0);
    for (JsonNode type : types) {
      if (!NUMBER.matcher(type.asText()).matches() && !TEXT.matcher(type.asText()).matches()) {
        return List.of(new Scratch.Portion("", table(source)));
      }
    }
    List<List<String>> literals = new ArrayList<>();
    for (JsonNode row :
        clickHouse.rows(
            database,
            "SELECT %s FROM %s"
                .formatted(
                    expressions.stream()
                        .map(e -> "toString(" + e + ")")
                        .collect(Collectors.joining(", ")),
                    Sql.identifier(table(source))))) {
      List<String> one = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        String text = row.path(i).asText();
        if (ESCAPED.matcher(text).find()) {
          return List.of(new Scratch.Portion("", table(source)));
        }
        one.add(NUMBER.matcher(types.path(i).asText()).matches() ? text : Sql.literal(text));
      }
      literals.add(one);
    }
    List<Scratch.Portion> portions = new ArrayList<>();
    int width = literals.stream().mapToInt(one -> String.join(", ", one).length()).max().orElse(1);
    int atOnce = Math.max(1, Math.min(KEYS_AT_ONCE, CHARACTERS_AT_ONCE / (width + 2)));
    for (int from = 0; from < literals.size(); from += atOnce) {
      portions.add(
          portion(
              source, columns, literals.subList(from, Math.min(literals.size(), from + atOnce))));
    }
    return portions;
  }

  private static Scratch.Portion portion(
      String source, List<String> columns, List<List<String>> keys) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      conditions.add(
          Sql.identifier(columns.get(i))
              + keys.stream()
                  .map(key -> key.get(column))
                  .distinct()
                  .collect(Collectors.joining(", ", " IN (", ")")));
    }
    return new Scratch.Portion(String.join(" AND ", conditions), table(source));
  }

  private static List<List<String>> chunks(List<String> literals) {
    List<List<String>> chunks = new ArrayList<>();
    List<String> chunk = new ArrayList<>();
    int length = 0;
    for (Iterator<String> each = literals.iterator(); each.hasNext(); ) {
      String literal = each.next();
      chunk.add(literal);
      length += literal.length();
      if (length > CHARACTERS_AT_ONCE || chunk.size() == KEYS_AT_ONCE || !each.hasNext()) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        length = 0;
      }
    }
    return chunks;
  }
}
