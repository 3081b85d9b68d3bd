/** By which definitions the rows of views were made, and what is done about those of others. */
@NullMarked
package dev.prejoin.app.definitions;

import org.jspecify.annotations.NullMarked;
