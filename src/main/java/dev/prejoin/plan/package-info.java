/**
 * Turns a pipeline's statements into plans of rules, lookups and a projection, with generated code
 * that runs them over rows read by position. Calcite reads the statements; what they mean is
 * decided here, by ClickHouse's rules and not by Calcite's.
 */
@NullMarked
package dev.prejoin.plan;

import org.jspecify.annotations.NullMarked;
