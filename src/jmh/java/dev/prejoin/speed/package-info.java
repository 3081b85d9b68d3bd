/** How fast generated code is, beside the same written by hand. */
@NullMarked
package dev.prejoin.speed;

import org.jspecify.annotations.NullMarked;
