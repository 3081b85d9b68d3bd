package dev.prejoin.sink;

import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Corrections for tests of who hears of them, made by the sink's own rules. */
public final class CorrectedRows {
  private final Corrected corrected;
  private final boolean aggregated;
  private final long committedAt;

  /**
   * @param aggregated whether aggregates are built from the table; else it is one of metadata
   */
  public CorrectedRows(
      Relation relation, int shard, Segment segment, boolean aggregated, long committedAt) {
    this.corrected = new Corrected(relation, shard, segment, aggregated);
    this.aggregated = aggregated;
    this.committedAt = committedAt;
  }

  /** A row; null is none. Of facts, there was one before. */
  public CorrectedRows changed(long key, Object @Nullable [] before, Object @Nullable [] after) {
    return add(key, before, after, Origin.captured('u', 1));
  }

  /** A row that is made again. */
  public CorrectedRows restated(long key, Object @Nullable [] before, Object @Nullable [] after) {
    return add(key, before, after, Origin.restated(1, 5));
  }

  private CorrectedRows add(
      long key, Object @Nullable [] before, Object @Nullable [] after, Origin origin) {
    List<Object> keys = List.of(key);
    Version earlier = Version.of(1, 1, 1, 0);
    List<Standing> standing =
        before != null
            ? List.of(new Standing(keys, before, earlier, false))
            : aggregated ? List.of(new Standing(keys, new Object[0], earlier, true)) : List.of();
    Change change = new Change(keys, after, origin, Version.of(1, 2, 2, 0), committedAt, 2);
    corrected.add(change, standing, !aggregated, false);
    return this;
  }

  public Corrected made() {
    return corrected;
  }
}
