/** Queries that people write on the console's page, and what answers them. */
@NullMarked
package dev.prejoin.console.query;

import org.jspecify.annotations.NullMarked;
