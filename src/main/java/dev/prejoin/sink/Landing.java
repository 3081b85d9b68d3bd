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
    /**
     * As facts, before any view: a source's rows as they are captured. A record that is no row ends
     * the row and is not put aside, as that is the topology's to do.
     */
    SOURCE,
    /** As a source, but rows that it loses stay. */
    LASTING_SOURCE,
    /** The latest row of each key counts; the topic is compacted. */
    DIMENSION,
    /** Rows that a rule kept out, in the one table that all views share. */
    REJECTS;

    /** Whether each version of a row counts, and none may be missing. */
    boolean isOfFacts() {
      return this == FACT || isOfSource();
    }

    /** Whether a row can be known to be new, and markers end rows. */
    boolean hasNewRows() {
      return this == FACT || this == SOURCE;
    }

    boolean isOfSource() {
      return this == SOURCE || this == LASTING_SOURCE;
    }
  }

  @Override
  public String toString() {
    return topic + " (" + kind + ")";
  }
}
