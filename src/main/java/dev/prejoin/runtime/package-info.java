/** What every long-running part shares: its state, its problems, its figures. */
@NullMarked
package dev.prejoin.runtime;

import org.jspecify.annotations.NullMarked;
