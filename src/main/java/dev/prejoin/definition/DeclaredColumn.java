package dev.prejoin.definition;

import dev.prejoin.sql.Span;

/**
 * One of a column list, which says again what the schema says.
 *
 * @param type in ClickHouse's spelling, such as {@code Nullable(Decimal(9, 2))}
 * @param span where it stands in the file
 */
public record DeclaredColumn(String name, String type, Span span) {}
