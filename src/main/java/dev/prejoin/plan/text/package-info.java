/** A plan as people read it. */
@NullMarked
package dev.prejoin.plan.text;

import org.jspecify.annotations.NullMarked;
