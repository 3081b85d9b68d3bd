/** Has ranges of tables read again from the source, and ends what is gone from them. */
@NullMarked
package dev.prejoin.app.backfill;

import org.jspecify.annotations.NullMarked;
