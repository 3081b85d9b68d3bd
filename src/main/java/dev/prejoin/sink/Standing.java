package dev.prejoin.sink;

import java.util.List;

/**
 * What a table holds of a key at one place of its sorting key: the newest version there.
 *
 * @param key the primary key's values
 * @param values the user's columns
 * @param version its rank
 * @param deleted whether it is a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
public record Standing(List<Object> key, Object[] values, Version version, boolean deleted) {}
