/**
 * ClickHouse's dialect as far as a pipeline file has it: text to tokens to a tree. What the names
 * mean is for others to say.
 */
@NullMarked
package dev.prejoin.sql;

import org.jspecify.annotations.NullMarked;
