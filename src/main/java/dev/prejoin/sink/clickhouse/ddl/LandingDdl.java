package dev.prejoin.sink.clickhouse.ddl;

import static dev.prejoin.sink.clickhouse.ddl.Identifiers.literal;
import static dev.prejoin.sink.clickhouse.ddl.Identifiers.name;
import static dev.prejoin.sink.clickhouse.ddl.Identifiers.names;

import dev.prejoin.schema.Column;
import dev.prejoin.sink.clickhouse.FactTables;
import dev.prejoin.sink.clickhouse.TypeNames;
import java.util.ArrayList;
import java.util.List;

/** The statement that makes a table that rows land in. */
public final class LandingDdl {
  private record Hidden(String name, String type, String comment) {}

  private static final List<Hidden> HIDDEN =
      List.of(
          new Hidden("_shard", "UInt32", "the topic partition: the one writer of this row"),
          new Hidden(
              "_version", "UInt128", "incarnation, place in L1, place in this topic, restate"),
          new Hidden("_deleted", "UInt8", ""),
          new Hidden(
              "_correction",
              "UInt8",
              "1: not for materialized views, which have seen this row before"),
          new Hidden("_seg", "UInt64", "the segment of the writer"),
          new Hidden("_matched", "UInt32", "bit i: lookup i found a row"),
          new Hidden("_seen", "Array(Int64)", "how far each lookup's dimension had been read"));

  private LandingDdl() {}

  /** The text of a file. */
  public static String text(LandingTable table) {
    List<String> lines = new ArrayList<>();
    List<Column> columns = table.relation().columns();
    int width =
        Math.max(
            "_correction".length(),
            columns.stream().mapToInt(column -> name(column.name()).length()).max().orElse(0));
    String form = "    %-" + width + "s  %s";
    for (Column column : columns) {
      lines.add(form.formatted(name(column.name()), column.type().clickHouse()));
    }
    String keyType = TypeNames.keyType(table.relation().key().stream().map(Column::type).toList());
    lines.add("\n" + form.formatted("_key", keyType) + " COMMENT 'the primary key of the source'");
    for (Hidden hidden : HIDDEN) {
      lines.add(
          form.formatted(hidden.name, hidden.type)
              + (hidden.comment.isEmpty() ? "" : " COMMENT " + literal(hidden.comment)));
    }
    boolean facts = table.kind() != LandingTable.Kind.DIMENSION;
    if (!facts) {
      lines.add(
          form.formatted("_changed", "Int64 DEFAULT -1")
              + " COMMENT 'where its topic changed the row last; -1 is before all'");
    }
    if (facts) {
      lines.add("    PROJECTION by_key (SELECT * ORDER BY _key)");
    }
    return CommentText.of(table.comments())
        + "CREATE TABLE IF NOT EXISTS %s\n(\n%s\n)\n"
            .formatted(name(table.relation().name()), body(lines))
        + "ENGINE = ReplacingMergeTree(_version, _deleted)\n"
        + table
            .timeColumn()
            .map(time -> "PARTITION BY toYYYYMM(%s)\n".formatted(name(time)))
            .orElse("")
        + "ORDER BY "
        + orderBy(table.sortingKey())
        + settings(table, facts)
        + ";\n";
  }

  private static String body(List<String> lines) {
    return String.join(",\n", lines);
  }

  static String orderBy(List<String> columns) {
    return columns.size() == 1 ? name(columns.get(0)) : "(" + names(columns) + ")";
  }

  private static String settings(LandingTable table, boolean facts) {
    List<String> settings = new ArrayList<>();
    if (facts) {
      settings.add(FactTables.SETTINGS);
    }
    if (table.relation().columns().stream()
        .anyMatch(
            column -> column.type().nullable() && table.sortingKey().contains(column.name()))) {
      settings.add("allow_nullable_key = 1");
    }
    return settings.isEmpty() ? "" : "\nSETTINGS " + String.join(", ", settings);
  }
}
