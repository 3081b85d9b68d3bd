package dev.prejoin.app.corrections;

import dev.prejoin.console.Correction;
import dev.prejoin.console.Correction.Cell;
import dev.prejoin.console.Correction.Difference;
import dev.prejoin.console.Correction.Kind;
import dev.prejoin.sink.Segment;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One that is listed, with the shards of which it waits to hear. Guarded by the log. */
final class Entry {
  /** A shard of a table. */
  record Place(String table, int shard) {}

  private final long id;
  private final Kind kind;
  private final boolean dimension;
  private final String table;
  private final List<Cell> key;
  private final List<Cell> place;
  private final List<Difference> changes;
  private final @Nullable Instant committedAt;
  private final Map<Place, Segment> waits = new HashMap<>();
  private long revision;
  private long rows;
  private Instant landedAt;
  private @Nullable Instant countedAt;
  private boolean followed = true;

  Entry(
      long id,
      Kind kind,
      boolean dimension,
      String table,
      List<Cell> key,
      List<Cell> place,
      List<Difference> changes,
      @Nullable Instant committedAt,
      Instant landedAt) {
    this.id = id;
    this.kind = kind;
    this.dimension = dimension;
    this.table = table;
    this.key = key;
    this.place = place;
    this.changes = changes;
    this.committedAt = committedAt;
    this.landedAt = landedAt;
  }

  long id() {
    return id;
  }

  long revision() {
    return revision;
  }

  /** Rows were made again for it, or are it. */
  void addRow(Instant now) {
    rows++;
    if (!dimension) {
      landedAt = now;
    }
  }

  /** Buckets that it made stale in a segment are still to be counted. */
  void waitFor(Place shard, Segment written) {
    waits.merge(shard, written, Segment::max);
    countedAt = null;
  }

  /** Nothing of it is wrong in an aggregate, unless it waits for a shard. */
  void counted(Instant now) {
    if (waits.isEmpty()) {
      countedAt = now;
    }
  }

  /** Whether it hears from the shard for the first time that all before a segment is counted. */
  boolean counted(Place shard, Segment before, Instant now) {
    Segment written = waits.get(shard);
    if (written == null || written.compareTo(before) >= 0) {
      return false;
    }
    waits.remove(shard);
    if (followed) {
      counted(now);
    }
    return true;
  }

  /** Whether it waits for the shard, of which it will not hear. */
  boolean lost(Place shard) {
    if (waits.remove(shard) == null) {
      return false;
    }
    followed = false;
    return true;
  }

  boolean isOpen() {
    return !waits.isEmpty();
  }

  boolean landedAfter(Instant time) {
    return landedAt.isAfter(time);
  }

  void revised(long now) {
    revision = now;
  }

  Correction shown() {
    Instant since = committedAt;
    Instant until = countedAt;
    return new Correction(
        id,
        kind,
        dimension,
        table,
        key,
        place,
        changes,
        rows,
        since,
        landedAt,
        until,
        since == null || until == null ? null : (until.toEpochMilli() - since.toEpochMilli()) / 1e3,
        followed);
  }
}
