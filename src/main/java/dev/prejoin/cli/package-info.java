/** The commands. Each prints through picocli's writers and ends with a meaningful exit status. */
@NullMarked
package dev.prejoin.cli;

import org.jspecify.annotations.NullMarked;
