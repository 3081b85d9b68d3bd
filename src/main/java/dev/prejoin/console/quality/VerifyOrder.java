package dev.prejoin.console.quality;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are to be compared, by their column of time.
 *
 * @param from the first instant; null for all before {@code to}
 * @param to the instant behind the last; null for all since
 */
public record VerifyOrder(@Nullable Instant from, @Nullable Instant to) {}
