package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;

/**
 * A topic whose records land in a table.
 *
 * @param topic where the records are
 * @param relation what the rows are, its name being the table's; for rejects, the rows that came in
 * @param key decodes the records' keys
 * @param value decodes the records' values
 * @param kind what becomes of the records
 */
public record Landing(String topic, Relation relation, RowCodec key, RowCodec value, Kind kind) {
  /** What becomes of a topic's records. */
  public enum Kind {
    /** Each version of a row lands; the topic forgets old records only by age. */
    FACT,
    /** The latest row of each key counts; the topic is compacted. */
    DIMENSION,
    /** Rows that a rule kept out, in the one table that all views share. */
    REJECTS
  }

  @Override
  public String toString() {
    return topic + " (" + kind + ")";
  }
}
