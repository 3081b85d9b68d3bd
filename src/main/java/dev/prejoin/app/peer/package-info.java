/**
 * The same changes through ClickHouse's own join, and how far that is from what prejoin has landed:
 * for people who want to see the difference. Nothing of a run depends on it.
 */
@NullMarked
package dev.prejoin.app.peer;

import org.jspecify.annotations.NullMarked;
