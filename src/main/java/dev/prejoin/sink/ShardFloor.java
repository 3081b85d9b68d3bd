package dev.prejoin.sink;

/**
 * A shard's part of a fold.
 *
 * @param shard the partition
 * @param floor the segment of the base of all its buckets, above that of every row that has landed
 */
public record ShardFloor(int shard, Segment floor) {}
