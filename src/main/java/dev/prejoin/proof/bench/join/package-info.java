/**
 * What the join costs upstream and inside ClickHouse: the same change events drained by each
 * contender in turn.
 */
@NullMarked
package dev.prejoin.proof.bench.join;

import org.jspecify.annotations.NullMarked;
