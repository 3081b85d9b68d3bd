/**
 * Pipeline files as written: their sources and views, with positions, before anything is resolved.
 */
@NullMarked
package dev.prejoin.definition;

import org.jspecify.annotations.NullMarked;
