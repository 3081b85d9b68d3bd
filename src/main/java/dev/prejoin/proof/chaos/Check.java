package dev.prejoin.proof.chaos;

/**
 * The oracle's word.
 *
 * @param after how many faults
 * @param at seconds since the run began
 * @param rows of L3
 * @param buckets of L4
 * @param equal whether all of them are what the SQL says over the source
 * @param text the differences
 */
record Check(int after, double at, long rows, long buckets, boolean equal, String text) {}
