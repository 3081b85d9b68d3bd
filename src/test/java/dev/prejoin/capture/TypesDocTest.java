package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.AvroTypes;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the table of types in the docs to the code; {@code -Dprejoin.write=true} writes it anew.
 */
class TypesDocTest {
  private static final Path DOC = Path.of("docs", "types.md");
  private static final String BEGIN = "<!-- begin: written by TypesDocTest -->\n";
  private static final String END = "<!-- end -->\n";
  private static final int HEADER = 4;

  private static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(Kind.BOOLEAN),
          ColumnType.of(Kind.INT8),
          ColumnType.of(Kind.INT16),
          ColumnType.of(Kind.INT32),
          ColumnType.of(Kind.INT64),
          ColumnType.of(Kind.UINT8),
          ColumnType.of(Kind.UINT16),
          ColumnType.of(Kind.UINT32),
          ColumnType.of(Kind.UINT64),
          ColumnType.of(Kind.FLOAT32),
          ColumnType.of(Kind.FLOAT64),
          ColumnType.decimal(10, 2),
          ColumnType.of(Kind.STRING),
          ColumnType.of(Kind.BYTES),
          ColumnType.of(Kind.UUID),
          ColumnType.of(Kind.DATE),
          ColumnType.of(Kind.DATE32),
          ColumnType.timestamp(0),
          ColumnType.timestamp(3),
          ColumnType.timestamp(6),
          ColumnType.timestamp(9),
          ColumnType.enumeration(List.of("sad", "ok")),
          ColumnType.enumeration(List.of("it is", "so-so")),
          ColumnType.array(ColumnType.of(Kind.STRING).withNullable(true)));

  @Test
  void shouldTellInTheDocsWhatTheCodeDoes() throws Exception {
    String doc = Files.readString(DOC);
    int from = doc.indexOf(BEGIN) + BEGIN.length();
    int to = doc.indexOf(END);
    assertThat(to).isGreaterThanOrEqualTo(from);
    String now = doc.substring(0, from) + "\n" + table() + "\n" + doc.substring(to);
    if (Boolean.getBoolean("prejoin.write")) {
      Files.writeString(DOC, now);
      return;
    }
    assertThat(doc)
        .as("docs/types.md; mvn test -Dtest=TypesDocTest -Dprejoin.write=true writes it")
        .isEqualTo(now);
  }

  private static String table() {
    Map<String, PostgresType> sources = sources();
    List<String> lines = new ArrayList<>();
    lines.add("| PostgreSQL | Avro | prejoin | Java, in a row | ClickHouse |");
    lines.add("|---|---|---|---|---|");
    for (ColumnType type : TYPES) {
      String postgres =
          sources.entrySet().stream()
              .filter(source -> TypeFit.problem(type, source.getValue()) == null)
              .map(Map.Entry::getKey)
              .collect(Collectors.joining(", "));
      lines.add(
          "| %s | `%s` | %s | %s | `%s` |"
              .formatted(
                  postgres,
                  AvroTypes.schema(type, "name"),
                  type.kind(),
                  type.kind().javaClass().getSimpleName(),
                  type.clickHouse()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static Map<String, PostgresType> sources() {
    Map<String, PostgresType> sources = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    names.put("boolean", "bool");
    names.put("smallint", "int2");
    names.put("integer", "int4");
    names.put("bigint", "int8");
    names.put("real", "float4");
    names.put("double precision", "float8");
    names.put("char(n)", "bpchar");
    for (String same :
        List.of(
            "text",
            "varchar",
            "citext",
            "name",
            "ltree",
            "uuid",
            "bytea",
            "json",
            "jsonb",
            "hstore",
            "xml",
            "tsvector",
            "date",
            "time",
            "timetz",
            "interval",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "money",
            "int4range",
            "int8range",
            "numrange",
            "daterange",
            "tsrange",
            "tstzrange")) {
      names.put(same, same);
    }
    names.forEach((shown, name) -> sources.put(shown, PostgresType.of(name, -1)));
    sources.put("bit(1)", PostgresType.of("bit", 1));
    sources.put("bit(n)", PostgresType.of("bit", 10));
    sources.put("numeric", PostgresType.of("numeric", -1));
    sources.put("numeric(18, 0)", PostgresType.of("numeric", (18 << 16) + HEADER));
    sources.put("numeric(20, 0)", PostgresType.of("numeric", (20 << 16) + HEADER));
    sources.put("numeric(10, 2)", PostgresType.of("numeric", (10 << 16 | 2) + HEADER));
    for (int precision : new int[] {0, 3, 6}) {
      sources.put("timestamp(" + precision + ")", PostgresType.of("timestamp", precision));
      sources.put("timestamptz(" + precision + ")", PostgresType.of("timestamptz", precision));
    }
    sources.put(
        "an enum 'sad', 'ok'",
        new PostgresType("mood", "mood", -1, List.of("sad", "ok"), false, 0, false));
    sources.put(
        "an enum 'it is', 'so-so'",
        new PostgresType("label", "label", -1, List.of("it is", "so-so"), false, 0, false));
    sources.put("text[]", new PostgresType("text", "text[]", -1, List.of(), true, 1, false));
    return sources;
  }
}
