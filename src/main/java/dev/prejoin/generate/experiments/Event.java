package dev.prejoin.generate.experiments;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that a user did.
 *
 * @param at when
 * @param writtenAt when it comes into the table
 * @param properties a JSON object
 */
record Event(
    UUID id,
    String experimentId,
    String userId,
    String type,
    Instant at,
    Instant writtenAt,
    String properties) {}
