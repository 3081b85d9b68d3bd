package dev.prejoin.app.status;

/**
 * A stretch of a partition.
 *
 * @param from the first offset
 * @param to the offset behind the last
 */
public record Span(long from, long to) {}
