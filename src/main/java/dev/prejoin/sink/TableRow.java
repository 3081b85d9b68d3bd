package dev.prejoin.sink;

import dev.prejoin.schema.Origin;
import java.util.List;

/**
 * A row as it is written, with the hidden columns.
 *
 * @param values the user's columns
 * @param key the primary key's values
 * @param shard the topic's partition
 * @param version its rank among the versions of this key
 * @param deleted whether it is a tombstone
 * @param correction whether materialized views must not count it
 * @param segment the writer's segment, packed
 * @param origin which lookups matched, and how far their dimensions had been read
 * @param changed the offset at which its topic changed the row last; -1 if the table does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
public record TableRow(
    Object[] values,
    List<Object> key,
    int shard,
    Version version,
    boolean deleted,
    boolean correction,
    long segment,
    Origin origin,
    long changed) {
  /** Of a table that does not tell when rows changed. */
  public TableRow(
      Object[] values,
      List<Object> key,
      int shard,
      Version version,
      boolean deleted,
      boolean correction,
      long segment,
      Origin origin) {
    this(values, key, shard, version, deleted, correction, segment, origin, -1);
  }

  TableRow changedAt(long offset) {
    return new TableRow(values, key, shard, version, deleted, correction, segment, origin, offset);
  }
}
