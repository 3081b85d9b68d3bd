package dev.prejoin.sink;

/**
 * What a fold of an aggregate would be of use for.
 *
 * @param aggregate its name
 * @param bases how many bases are in force, one by one; each reader looks through them
 * @param rows how many rows of states there are, without those that an earlier fold has left
 */
public record Foldable(String aggregate, long bases, long rows) {}
