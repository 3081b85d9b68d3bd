/**
 * Specs: Markdown files of statements, changes and what must come out, run without a server. Only
 * the command line and tests reach this room.
 */
@NullMarked
package dev.prejoin.spec;

import org.jspecify.annotations.NullMarked;
