package dev.prejoin.sink;

/** A partition of a topic. */
public record ShardName(String topic, int partition) {}
