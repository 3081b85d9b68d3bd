/**
 * The DDL of the tables that rows land in, and of the aggregates over them: statements as files,
 * for a user to read, keep and change. PROTOCOL.md says what each part is for.
 */
@NullMarked
package dev.prejoin.sink.clickhouse.ddl;

import org.jspecify.annotations.NullMarked;
