/** What a plan says of how its rows are best laid out in a table. */
@NullMarked
package dev.prejoin.plan.layout;

import org.jspecify.annotations.NullMarked;
