package dev.prejoin.console.quality;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is not done yet.
 *
 * @param unmatched rows without a row of a dimension, for each lookup of each view that lands them
 * @param changed rows of dimensions that have changed, where rows that look them up wait
 * @param fills aggregates that are being counted from all rows
 * @param away who did not answer; null if all did
 */
public record Waiting(
    List<Unmatched> unmatched, List<Changed> changed, List<Fill> fills, @Nullable String away) {
  public Waiting {
    unmatched = List.copyOf(unmatched);
    changed = List.copyOf(changed);
    fills = List.copyOf(fills);
  }

  /**
   * Rows of a table that have found no row of a dimension: its columns have their types' defaults
   * in them. They are made anew when it comes.
   *
   * @param columns the table's columns that are looked up with; empty if an expression is
   * @param rows how many; -1 if that is not known
   * @param keys how many keys they look up; -1 if that is not known
   * @param most keys with the most rows
   * @param problem why they could not be counted; null if they were
   */
  public record Unmatched(
      String view,
      String table,
      String dimension,
      List<String> columns,
      long rows,
      long keys,
      List<Key> most,
      @Nullable String problem) {
    public Unmatched {
      columns = List.copyOf(columns);
      most = List.copyOf(most);
    }
  }

  /**
   * A key that no row of a dimension has.
   *
   * @param values in the order of the columns; null where the column is NULL
   */
  public record Key(List<@Nullable String> values, long rows) {}

  /**
   * A dimension some rows of which have changed.
   *
   * @param keys how many
   * @param some of them
   */
  public record Changed(String dimension, long keys, List<String> some) {
    public Changed {
      some = List.copyOf(some);
    }
  }

  /**
   * An aggregate that is being counted from all rows.
   *
   * @param counted about so many rows of its table, of {@code rows}
   */
  public record Fill(String aggregate, String table, long counted, long rows, boolean paused) {}
}
