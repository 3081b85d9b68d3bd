package dev.prejoin.plan;

import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.schema.Relation;

/**
 * A topic of change events.
 *
 * @param table the table in the source database, such as {@code public.power_readings}
 */
public record Source(Relation relation, SourceDefinition.Kind kind, String table) {}
