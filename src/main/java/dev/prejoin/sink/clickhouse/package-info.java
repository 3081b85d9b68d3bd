/** ClickHouse as the warehouse: encoding, statements, tables and their checks. */
@NullMarked
package dev.prejoin.sink.clickhouse;

import org.jspecify.annotations.NullMarked;
