package dev.prejoin.app.peer;

import dev.prejoin.plan.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A pipeline's peer: where it is, and what it is fed.
 *
 * @param pipeline its name
 * @param truth prejoin's database
 * @param database the peer's
 * @param kafka properties of Kafka's clients
 * @param facts the source of the joined rows
 * @param dimensions what they look up
 * @param every how often it is compared, at most
 * @param mostRows so many joined rows are compared at most: the newest hours
 */
record PeerSettings(
    String pipeline,
    PeerFile file,
    String truth,
    String database,
    Map<String, String> kafka,
    Source facts,
    List<Source> dimensions,
    Duration every,
    long mostRows) {}
