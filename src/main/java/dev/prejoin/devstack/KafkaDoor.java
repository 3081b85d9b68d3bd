package dev.prejoin.devstack;

/**
 * One more way into Kafka, for clients that come through a proxy: a broker tells its clients where
 * to go on, so each proxy needs a listener that names it.
 *
 * @param port where Kafka listens
 * @param advertisedPort where its clients are sent
 */
public record KafkaDoor(int port, int advertisedPort) {}
