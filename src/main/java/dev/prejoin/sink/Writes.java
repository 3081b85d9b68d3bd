package dev.prejoin.sink;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which rows a fold of changes makes, given what the table holds of its key. */
final class Writes {
  private final Relation relation;
  private final int shard;
  private final long segment;
  private final int[] sorting;

  Writes(Relation relation, TableShape shape, int shard, Segment segment) {
    this.relation = relation;
    this.shard = shard;
    this.segment = segment.packed();
    this.sorting =
        shape.sortingColumns().stream().mapToInt(relation::indexOf).filter(i -> i >= 0).toArray();
  }

  /** For a key of which nothing has landed. */
  List<TableRow> fresh(Fold fold) {
    Change last = fold.last();
    if (last.row() != null) {
      return List.of(row(last.row(), last, false, false));
    }
    return fold.lastRow() == null ? List.of() : List.of(row(fold.lastRow(), last, true, true));
  }

  /** For a table in which the key alone says where a row lies. */
  TableRow replacing(Fold fold) {
    Change last = fold.last();
    return last.row() != null
        ? row(last.row(), last, false, false)
        : row(bare(last), last, true, false);
  }

  /**
   * For a key of which something may have landed.
   *
   * @param standing what the table holds of the key
   * @param doubtful whether this very batch may have been written in part
   */
  List<TableRow> correcting(Fold fold, List<Standing> standing, boolean doubtful) {
    Change last = fold.last();
    if (standing.stream().anyMatch(s -> s.version().compareTo(last.version()) > 0)) {
      return List.of();
    }
    Object @Nullable [] row = last.row();
    List<TableRow> rows = new ArrayList<>(2);
    for (Standing there : standing) {
      if (!there.deleted() && (row == null || !samePlace(there.values(), row))) {
        rows.add(row(there.values(), last, true, true));
      }
    }
    if (row != null) {
      rows.add(row(row, last, false, doubtful || !standing.isEmpty()));
    }
    return rows;
  }

  /**
   * The same for a table that tells when its rows changed: a row that came and went within the
   * batch is told of, too.
   */
  List<TableRow> tracking(Fold fold, List<Standing> standing, boolean doubtful) {
    List<TableRow> rows = correcting(fold, standing, doubtful);
    Change last = fold.last();
    boolean newer = standing.stream().anyMatch(s -> s.version().compareTo(last.version()) > 0);
    return rows.isEmpty() && !newer && last.row() == null && fold.lastRow() != null
        ? List.of(row(fold.lastRow(), last, true, true))
        : rows;
  }

  private boolean samePlace(Object[] left, Object[] right) {
    for (int column : sorting) {
      if (!ColumnType.isSame(left[column], right[column])) {
        return false;
      }
    }
    return true;
  }

  private TableRow row(Object[] values, Change change, boolean deleted, boolean correction) {
    return new TableRow(
        values,
        change.key(),
        shard,
        change.version(),
        deleted,
        correction,
        segment,
        change.origin());
  }

  @SuppressWarnings("NullAway") // A row holds null where a Nullable column does.
  private Object[] bare(Change change) {
    List<Column> columns = relation.columns();
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      ColumnType type = columns.get(i).type();
      values[i] = type.defaultValue();
    }
    for (int i = 0; i < relation.key().size(); i++) {
      int column = relation.indexOf(relation.key().get(i).name());
      if (column >= 0) {
        values[column] = change.key().get(i);
      }
    }
    return values;
  }
}
