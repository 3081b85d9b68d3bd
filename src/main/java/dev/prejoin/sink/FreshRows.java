package dev.prejoin.sink;

import java.util.List;
import java.util.function.Supplier;

/**
 * Rows of one shard that materialized views count, and of whose keys nothing has landed before.
 *
 * @param buffer holds them, as the warehouse made it
 * @param size how many they are
 * @param shard the topic's partition
 * @param segment the writer's segment
 * @param asRows the same rows one by one, for whoever cannot take them as they are; takes long
 */
public record FreshRows(
    RowBuffer buffer, int size, int shard, Segment segment, Supplier<List<TableRow>> asRows) {}
