/** Makes rows of history anew when a row of a dimension comes late, changes or goes. */
@NullMarked
package dev.prejoin.app.restate;

import org.jspecify.annotations.NullMarked;
