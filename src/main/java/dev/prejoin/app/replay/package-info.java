/** Sends records that were put aside through again, each exactly once. */
@NullMarked
package dev.prejoin.app.replay;

import org.jspecify.annotations.NullMarked;
