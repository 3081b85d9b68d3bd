package dev.prejoin.sink.clickhouse;

import java.util.List;

/**
 * The row of a source as it is now, as it has landed before any view.
 *
 * @param key the primary key's values
 * @param values the columns'
 * @param partition of its topic
 * @param incarnation of the source
 * @param place the offset of its last change in the topic
 */
@SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
public record SourceRow(
    List<Object> key, Object[] values, int partition, int incarnation, long place) {}
