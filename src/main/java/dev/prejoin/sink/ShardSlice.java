package dev.prejoin.sink;

/**
 * A shard's part of a slice of a round.
 *
 * @param shard the partition
 * @param round the segment that began with the round
 * @param base the segment of the bases, above that of every row that has landed
 */
public record ShardSlice(int shard, Segment round, Segment base) {}
