package dev.prejoin.console.quality;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A row that a rule keeps out.
 *
 * @param key the primary key, by column
 * @param row its columns; null if there was no row
 * @param source where it came from: {@code topic-partition@offset}
 * @param at when the source committed it
 */
public record RejectedRow(JsonNode key, JsonNode row, String reason, String source, Instant at) {}
