/**
 * What corrections take and cost, measured on real servers: seeded, with what is measured beside
 * it, so that anyone can make the figures again.
 */
@NullMarked
package dev.prejoin.proof.bench;

import org.jspecify.annotations.NullMarked;
