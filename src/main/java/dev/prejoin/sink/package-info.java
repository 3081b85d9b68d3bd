/**
 * Lands topics in the warehouse, exactly once: what to write and what to do after a failure are
 * pure decisions; the loop around them does the reading and writing. docs/DESIGN.md has the
 * protocol.
 */
@NullMarked
package dev.prejoin.sink;

import org.jspecify.annotations.NullMarked;
