package dev.prejoin.sink;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What matters of a table's layout.
 *
 * @param sortingColumns the columns of its sorting key
 * @param monthColumn the column by whose month it is partitioned, if any
 * @param aggregated whether aggregates are built from it
 * @param tracked whether each row tells when it changed last
 */
public record TableShape(
    List<String> sortingColumns,
    Optional<String> monthColumn,
    boolean aggregated,
    boolean tracked) {
  public TableShape {
    sortingColumns = List.copyOf(sortingColumns);
  }

  /** Of a table whose rows do not tell when they changed. */
  public TableShape(List<String> sortingColumns, Optional<String> monthColumn, boolean aggregated) {
    this(sortingColumns, monthColumn, aggregated, false);
  }

  /**
   * Whether a row's key alone says where the row lies and nothing is built from it: then a later
   * version replaces an earlier one without a look at what is there.
   */
  boolean replacesByKey(Relation relation) {
    Set<String> known = new HashSet<>(Set.of("_key"));
    relation.key().stream().map(Column::name).forEach(known::add);
    return !aggregated && monthColumn.isEmpty() && known.containsAll(sortingColumns);
  }
}
