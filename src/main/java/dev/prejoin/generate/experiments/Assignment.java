package dev.prejoin.generate.experiments;

import java.time.Instant;

/**
 * That a user is in a variant from a time on.
 *
 * @param writtenAt when it comes into the tables
 */
record Assignment(
    String experimentId, String userId, String variantId, Instant assignedAt, Instant writtenAt) {
  /** As it stands in the outbox. */
  String payload() {
    return "{\"experiment_id\": \"%s\", \"user_id\": \"%s\", \"variant_id\": \"%s\", \"assigned_at\": \"%s\"}"
        .formatted(experimentId, userId, variantId, assignedAt);
  }
}
