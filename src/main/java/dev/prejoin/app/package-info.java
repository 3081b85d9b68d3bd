/** The composition root: makes the parts of a run from its settings and holds them together. */
@NullMarked
package dev.prejoin.app;

import org.jspecify.annotations.NullMarked;
