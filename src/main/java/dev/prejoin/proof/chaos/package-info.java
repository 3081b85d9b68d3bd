/**
 * Faults while data flows: seeded, at moments that are known, judged by the oracle and by a reader
 * that polls all the while.
 *
 * <p>Proxies stand between prejoin and its servers. They understand just enough of each protocol to
 * know what is in flight, so that a fault lands where it is meant to, and nothing in prejoin itself
 * has to know of tests.
 */
@NullMarked
package dev.prejoin.proof.chaos;

import org.jspecify.annotations.NullMarked;
