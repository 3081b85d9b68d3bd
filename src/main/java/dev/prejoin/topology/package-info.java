/** The Kafka Streams topology of a plan. Only this room imports Kafka Streams. */
@NullMarked
package dev.prejoin.topology;

import org.jspecify.annotations.NullMarked;
