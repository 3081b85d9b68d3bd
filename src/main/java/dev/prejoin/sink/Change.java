package dev.prejoin.sink;

import dev.prejoin.schema.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decoded record of a fact or a dimension.
 *
 * @param key the primary key's values
 * @param row the row, or null if it was deleted
 * @param origin where it comes from, with its place in the first topic
 * @param version its rank among the versions of this key
 * @param committedAt when the source committed it, in ms since 1970
 * @param offset its place in the topic that lands
 */
@SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
record Change(
    List<Object> key,
    Object @Nullable [] row,
    Origin origin,
    Version version,
    long committedAt,
    long offset) {}
