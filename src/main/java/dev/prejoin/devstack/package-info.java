/**
 * Real PostgreSQL, Kafka, schema registry and ClickHouse as child processes on loopback, for the
 * demo and for tests. Only this room starts servers.
 */
@NullMarked
package dev.prejoin.devstack;

import org.jspecify.annotations.NullMarked;
