package dev.prejoin.sink.clickhouse.ddl;

import static java.util.Comparator.comparing;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table that rows land in.
 *
 * @param relation its name, the columns that a statement may name, and the key that rows are told
 *     apart by
 * @param doc what a row is, in a sentence
 * @param kind what the rows are
 * @param lookupKey by which columns rows are looked up with; empty if they are not
 */
public record LandingTable(Relation relation, String doc, Kind kind, List<String> lookupKey) {

  /** What the rows of a table are. */
  public enum Kind {
    /** What the source has, which lands only if a setting says so. */
    RAW_FACT,
    /** What the source has, which lands as a change of a dimension makes its rows anew. */
    RESTATED_FACT,
    FACT,
    DIMENSION
  }

  public LandingTable {
    lookupKey = List.copyOf(lookupKey);
  }

  /**
   * The first column of time that is never NULL, else the first such date: by its months a table of
   * facts is cut.
   */
  public Optional<String> timeColumn() {
    return kind == Kind.DIMENSION
        ? Optional.empty()
        : relation.columns().stream()
            .filter(column -> column.type().isTime() && !column.type().nullable())
            .min(comparing(column -> column.type().kind() != ColumnType.Kind.TIMESTAMP))
            .map(Column::name);
  }

  /** Facts by lookup key, then time, then key; a dimension by its key. */
  List<String> sortingKey() {
    if (kind == Kind.DIMENSION) {
      return relation.key().stream().map(Column::name).toList();
    }
    Set<String> columns = new LinkedHashSet<>(lookupKey);
    timeColumn().ifPresent(columns::add);
    columns.add("_key");
    return List.copyOf(columns);
  }

  /** Why it is laid out so, for whoever reads or changes the statement. */
  List<String> comments() {
    List<String> comments = new ArrayList<>();
    comments.add(
        switch (kind) {
          case RAW_FACT ->
              doc
                  + " It stays empty unless sink.land.l1 is set: the rows that rules keep out are in"
                  + " prejoin_rejects.";
          case RESTATED_FACT ->
              doc
                  + " From here they are sent through the views again when a row of a dimension"
                  + " comes late, changes or goes. Exact reads take FINAL.";
          case FACT -> doc + " Exact reads of this table take FINAL; aggregates of it need none.";
          case DIMENSION -> doc + " Exact reads take FINAL.";
        });
    if (kind == Kind.FACT) {
      comments.add(layout());
    }
    return comments;
  }

  private String layout() {
    StringBuilder words = new StringBuilder();
    if (!lookupKey.isEmpty()) {
      words.append(
          "The lookup key leads the sorting key, so that a change of one row of a dimension finds"
              + " its facts quickly; ");
    }
    timeColumn()
        .ifPresent(
            time ->
                words.append(
                    "%s is the first column of time, so the table is cut by its months; "
                        .formatted(time)));
    return words
        .append("_key ends the sorting key, so that no two facts become one.")
        .append(" The projection finds the earlier versions of a fact that was updated or deleted;")
        .append(" granules and compressed blocks are small, as corrections read few rows each.")
        .append(" Another order is yours to choose, of columns only and _key last.")
        .toString();
  }
}
