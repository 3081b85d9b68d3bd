package dev.prejoin.sink;

/**
 * The part of a batch that is one shard's.
 *
 * @param shard whose it is
 * @param from the first offset
 * @param to the offset after the last
 * @param records what was decoded of it
 * @param replay whether an earlier owner may have written some of it
 */
record ShardRange(Shard shard, long from, long to, ShardRecords records, boolean replay) {}
