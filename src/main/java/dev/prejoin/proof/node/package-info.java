/** Instances of prejoin as processes that are killed and started again, and how they recover. */
@NullMarked
package dev.prejoin.proof.node;

import org.jspecify.annotations.NullMarked;
