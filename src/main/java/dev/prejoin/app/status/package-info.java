/** Where each part of a run stands, asked from outside of it. */
@NullMarked
package dev.prejoin.app.status;

import org.jspecify.annotations.NullMarked;
