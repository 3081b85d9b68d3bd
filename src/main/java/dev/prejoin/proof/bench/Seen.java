package dev.prejoin.proof.bench;

/**
 * What the aggregates say of a device.
 *
 * @param customer whose device it is
 * @param count of its readings
 * @param sum of their measures, multiples of a power of two, so exact in any order
 */
record Seen(String customer, long count, double sum) {}
