package dev.prejoin.sink;

/**
 * A shard's part of a round, in which stale buckets are counted anew.
 *
 * @param shard the partition
 * @param clean no bucket is stale that was touched before this segment
 * @param round the segment that began with the round; it finds buckets that were touched before
 */
public record ShardRound(int shard, Segment clean, Segment round) {}
