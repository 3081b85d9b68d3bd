/**
 * What the page of quality shows and starts, in words of its own: the composition root fills it.
 */
@NullMarked
package dev.prejoin.console.quality;

import org.jspecify.annotations.NullMarked;
