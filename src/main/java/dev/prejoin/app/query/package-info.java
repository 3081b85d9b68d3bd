/** Answers what people ask on the console's page, as a user of ClickHouse who can only read. */
@NullMarked
package dev.prejoin.app.query;

import org.jspecify.annotations.NullMarked;
