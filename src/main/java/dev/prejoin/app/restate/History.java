package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.plan.Source;
import dev.prejoin.schema.Relation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What has landed: the changes of a dimension, and the rows of sources that look it up. */
interface History {
  /**
   * Up to where a part of the changed keys goes: the offset of its last change.
   *
   * @param from the first offset that counts
   * @param to behind the last
   * @param most how many changes at most
   * @return empty if nothing has changed there
   */
  OptionalLong lastChange(Relation dimension, long from, long to, int most);

  /** How many keys have changed from an offset on. */
  long changedKeys(Relation dimension, long from);

  /**
   * The keys of rows that look up the keys which have changed between two offsets, in their order.
   *
   * @param after the last key that is known; empty at first
   */
  Page keys(Inputs inputs, Relation dimension, long from, long to, Optional<List<Object>> after);

  /** The rows of these keys, as they came, of those that are there. */
  List<Restated> rows(Source source, List<List<Object>> keys);

  /** Some keys, and whether there are no more behind them. */
  record Page(List<List<Object>> keys, boolean isLast) {
    public Page {
      keys = List.copyOf(keys);
    }
  }
}
