package dev.prejoin.sink;

/**
 * What a round has found.
 *
 * @param buckets how many, in all aggregates of the table
 * @param slices in how many slices they are counted anew
 */
public record StaleBuckets(long buckets, int slices) {}
