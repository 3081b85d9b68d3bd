package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;
import static dev.prejoin.sink.clickhouse.Literals.text;
import static dev.prejoin.sink.clickhouse.Literals.version;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;

/** The statements that end every row of a shard below a version, in the server. */
final class SweepSql {
  private static final long ROWS_PER_PART = 1_000_000;
  private static final int PARTITIONS_PER_PART = 12;

  private SweepSql() {}

  /** The rows of a part whose buckets a sweep changes, as a condition on the table. */
  static String touched(Version below, String part) {
    return "_partition_id IN (%s) AND (%s)".formatted(part, touched(below));
  }

  /**
   * Those to be swept, in whatever version, and the tombstones of the same sweep, begun by an owner
   * who may not have said so in time.
   */
  private static String touched(Version below) {
    return "(_version < %s AND _deleted = 0) OR _version = %s"
        .formatted(version(below), version(below));
  }

  /**
   * The partitions of the table with such rows: a few too many do no harm.
   *
   * @param andKept a further condition, or nothing
   */
  static String partitions(Relation relation, int shard, Version below, String andKept) {
    return """
        SELECT _partition_id AS part, count() AS n FROM %s
        WHERE _shard = %d AND (%s)%s GROUP BY part ORDER BY part
        """
        .formatted(name(relation.name()), shard, touched(below), andKept);
  }

  /** Small partitions together, for one statement each: as texts of a list. */
  static List<String> parts(SortedMap<String, Long> rowsOfPartitions) {
    List<String> parts = new ArrayList<>();
    StringJoiner part = new StringJoiner(", ");
    long rows = 0;
    int partitions = 0;
    for (Map.Entry<String, Long> partition : rowsOfPartitions.entrySet()) {
      boolean full =
          rows + partition.getValue() > ROWS_PER_PART || partitions == PARTITIONS_PER_PART;
      if (full && partitions > 0) {
        parts.add(part.toString());
        part = new StringJoiner(", ");
        rows = 0;
        partitions = 0;
      }
      part.add(text(partition.getKey()));
      rows += partition.getValue();
      partitions++;
    }
    if (partitions > 0) {
      parts.add(part.toString());
    }
    return parts;
  }

  /**
   * Not all at once, so that a statement that is repeated has little to do again. Each tombstone
   * has the values of the row it ends, so that it lies in the same place and tells the same bucket.
   */
  static String tombstones(
      Relation relation, int shard, Version below, String part, Segment segment, String andKept) {
    String columns = names(relation.columns().stream().map(Column::name).toList());
    return """
        INSERT INTO %s (%s, _key, _shard, _version, _deleted, _correction, _seg, _matched, _seen)
        SELECT %s, _key, _shard, %s, 1, 1, toUInt64(%s), _matched, _seen
        FROM %s FINAL WHERE _partition_id IN (%s) AND _shard = %d AND _version < %s%s
        """
        .formatted(
            name(relation.name()),
            columns,
            columns,
            version(below),
            Long.toUnsignedString(segment.packed()),
            name(relation.name()),
            part,
            shard,
            version(below),
            andKept);
  }
}
