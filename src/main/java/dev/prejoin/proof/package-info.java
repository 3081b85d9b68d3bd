/**
 * Proof that what was landed is what the same SQL says, by means that prejoin itself does not use.
 */
@NullMarked
package dev.prejoin.proof;

import org.jspecify.annotations.NullMarked;
