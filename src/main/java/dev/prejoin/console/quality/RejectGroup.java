package dev.prejoin.console.quality;

import java.time.Instant;

/**
 * Rows that a rule of a view keeps out.
 *
 * @param rule its text, or the name that a comment gives it
 * @param first when the source committed the earliest of them
 * @param last when it committed the latest
 */
public record RejectGroup(String view, String rule, long rows, Instant first, Instant last) {}
