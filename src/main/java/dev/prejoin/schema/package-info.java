/**
 * The shape of rows: relations, column types, Avro schemas, the registry's wire format, and where a
 * row came from.
 */
@NullMarked
package dev.prejoin.schema;

import org.jspecify.annotations.NullMarked;
