package dev.prejoin.sink;

/**
 * A step of what is done.
 *
 * @param from what must be recorded already for the step to count: it is not if a backup was
 *     restored meanwhile
 * @param to what is to be recorded
 */
public record Advance(long from, Done to) {}
