package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;
import static dev.prejoin.sink.clickhouse.Literals.text;
import static dev.prejoin.sink.clickhouse.Literals.version;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.Version;

/** The statements that end every row of a shard below a version, in the server. */
final class SweepSql {
  private SweepSql() {}

  /**
   * The rows whose buckets change, as a condition on the table: those to be swept, in whatever
   * version, and the tombstones of the same sweep, begun by an owner who may not have said so.
   */
  static String touched(Version below) {
    return "(_version < %s AND _deleted = 0) OR _version = %s"
        .formatted(version(below), version(below));
  }

  /** The partitions of the table with rows that may be to be swept: a few too many do no harm. */
  static String parts(Relation relation, int shard, Version below) {
    return "SELECT DISTINCT _partition_id AS part FROM %s WHERE _shard = %d AND _deleted = 0 AND _version < %s ORDER BY part"
        .formatted(name(relation.name()), shard, version(below));
  }

  /**
   * One partition at a time, as a statement that is repeated then has little to do again. Each
   * tombstone has the values of the row it ends, so that it lies in the same place and tells the
   * same bucket.
   */
  static String tombstones(
      Relation relation, int shard, Version below, String part, Segment segment) {
    String columns = names(relation.columns().stream().map(Column::name).toList());
    return """
        INSERT INTO %s (%s, _key, _shard, _version, _deleted, _correction, _seg, _matched, _seen)
        SELECT %s, _key, _shard, %s, 1, 1, toUInt64(%s), _matched, _seen
        FROM %s FINAL WHERE _partition_id = %s AND _shard = %d AND _version < %s
        """
        .formatted(
            name(relation.name()),
            columns,
            columns,
            version(below),
            Long.toUnsignedString(segment.packed()),
            name(relation.name()),
            text(part),
            shard,
            version(below));
  }
}
