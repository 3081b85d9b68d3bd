/**
 * Expressions with ClickHouse's types and meaning: the registry of functions, and the Java that
 * they are generated into. {@code run} has what generated code calls.
 */
@NullMarked
package dev.prejoin.expression;

import org.jspecify.annotations.NullMarked;
