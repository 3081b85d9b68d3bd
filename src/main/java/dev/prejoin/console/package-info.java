/**
 * The page and its JSON. It asks no server: what it shows comes through {@link
 * dev.prejoin.console.PipelineFigures} and {@link dev.prejoin.console.Charts}, which the
 * composition root implements.
 */
@NullMarked
package dev.prejoin.console;

import org.jspecify.annotations.NullMarked;
