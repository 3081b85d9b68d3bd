package dev.prejoin.plan;

import dev.prejoin.definition.Deletes;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.schema.Relation;

/**
 * A topic of change events.
 *
 * @param table the table in the source database, such as {@code public.power_readings}
 * @param deletes what becomes of rows that the table loses
 */
public record Source(Relation relation, SourceDefinition.Kind kind, String table, Deletes deletes) {

  /** Whether views JOIN it. */
  public boolean isDimension() {
    return kind == SourceDefinition.Kind.TABLE;
  }

  /** Whether a row that the table loses stays. */
  public boolean ignoresDeletes() {
    return deletes == Deletes.IGNORE;
  }
}
