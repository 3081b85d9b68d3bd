package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statement that gives a table the columns that a view or source has more than its files. */
public final class AddedColumns {
  private AddedColumns() {}

  /** The text of a file; empty if there is nothing to add, or the files do not tell. */
  public static Optional<String> text(LandingTable table, FileColumns files) {
    String name = table.relation().name();
    if (!files.knows(name)) {
      return Optional.empty();
    }
    List<String> added = new ArrayList<>();
    String before = "FIRST";
    for (Column column : table.relation().columns()) {
      String quoted = Identifiers.name(column.name());
      if (files.file(name, column.name()).isEmpty()) {
        added.add(
            "    ADD COLUMN IF NOT EXISTS %s %s %s"
                .formatted(quoted, column.type().clickHouse(), before));
      }
      before = "AFTER " + quoted;
    }
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(
            CommentText.of(
                    List.of(
                        "Rows that are there have the type's default, until they are made anew:"
                            + " ./prejoin restate does that when prejoin runs with it."))
                + "ALTER TABLE %s\n%s;\n"
                    .formatted(Identifiers.name(name), String.join(",\n", added)));
  }
}
