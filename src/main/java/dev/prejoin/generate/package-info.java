/**
 * What the sources of the shipped pipelines are made of: made up, but repeatable. The generators
 * themselves are in packages of the pipelines' names.
 */
@NullMarked
package dev.prejoin.generate;

import org.jspecify.annotations.NullMarked;
