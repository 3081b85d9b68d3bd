/**
 * Turns a pipeline's statements into plans of rules, lookups and a projection, with generated code
 * that runs them over rows read by position. What statements mean is decided here, by ClickHouse's
 * rules.
 */
@NullMarked
package dev.prejoin.plan;

import org.jspecify.annotations.NullMarked;
