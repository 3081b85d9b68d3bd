package dev.prejoin.sink;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a range of one shard changes of rows that have landed before. A row that changes more than
 * once within the range counts once, as what it was last; one that is read again and is the same
 * does not count.
 */
public final class Corrected {
  /** So many are kept one by one; the others are counted. */
  static final int MOST_ROWS = 2_000;

  private static final char SNAPSHOT_READ = 'r';

  private final Relation relation;
  private final int shard;
  private final Segment segment;
  private final boolean aggregated;
  private final List<Row> rows = new ArrayList<>();
  private long updated;
  private long removed;
  private long restated;
  private long unlisted;

  /**
   * A row.
   *
   * @param before what it was; null if there was none, or it was gone
   * @param after what it is; null if it is gone
   * @param restated whether it is made again, as a dimension or a definition has changed
   * @param committedAt when the source committed the change, in ms since 1970; of one that is
   *     restated it says nothing
   * @param stale whether it makes buckets stale
   */
  @SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
  public record Row(
      List<Object> key,
      Object @Nullable [] before,
      Object @Nullable [] after,
      boolean restated,
      long committedAt,
      boolean stale) {}

  /**
   * Nothing so far.
   *
   * @param segment in which the rows are written
   */
  Corrected(Relation relation, int shard, Segment segment, boolean aggregated) {
    this.relation = relation;
    this.shard = shard;
    this.segment = segment;
    this.aggregated = aggregated;
  }

  /**
   * A row is written that may change something.
   *
   * @param standing what the table holds of its key
   * @param tracked whether a row that was never there is told of, too, unless it was read by the
   *     first snapshot: one of metadata, which may come late
   * @param doubtful whether some of it may have been written already
   */
  void add(Change change, List<Standing> standing, boolean tracked, boolean doubtful) {
    boolean again = change.origin().isRestated();
    boolean told = tracked && change.origin().op() != SNAPSHOT_READ;
    if (standing.isEmpty() && !again && !told) {
      return;
    }
    Object @Nullable [] before = newest(standing);
    Object @Nullable [] after = change.row();
    if ((before == null && after == null) || (!again && isSame(before, after))) {
      return;
    }
    if (again) {
      restated++;
    } else if (after == null) {
      removed++;
    } else if (!standing.isEmpty()) {
      updated++;
    }
    if (rows.size() < MOST_ROWS) {
      boolean stale = aggregated && (doubtful || !standing.isEmpty());
      rows.add(new Row(change.key(), before, after, again, change.committedAt(), stale));
    } else {
      unlisted++;
    }
  }

  /** A row that has moved has a tombstone of the same version where it was. */
  private static Object @Nullable [] newest(List<Standing> standing) {
    Standing newest = null;
    for (Standing there : standing) {
      int order = newest == null ? 1 : there.version().compareTo(newest.version());
      if (order > 0 || (order == 0 && !there.deleted())) {
        newest = there;
      }
    }
    return newest == null || newest.deleted() ? null : newest.values();
  }

  private static boolean isSame(Object @Nullable [] left, Object @Nullable [] right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    for (int i = 0; i < left.length; i++) {
      if (!ColumnType.isSame(left[i], right[i])) {
        return false;
      }
    }
    return true;
  }

  /** What the rows are, its name being the table's. */
  public Relation relation() {
    return relation;
  }

  public int shard() {
    return shard;
  }

  /** The segment in which they were written. */
  public Segment segment() {
    return segment;
  }

  /** Some of them, in their order. */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** How many there are beside those. */
  public long unlisted() {
    return unlisted;
  }

  /** Rows that were updated, or are there again. */
  long updated() {
    return updated;
  }

  /** Rows that were deleted, or that a rule keeps out since. */
  long removed() {
    return removed;
  }

  /** Rows that were made again. */
  long restated() {
    return restated;
  }
}
