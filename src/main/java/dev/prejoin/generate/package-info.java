/** Devices and their readings, made up but repeatable, written into PostgreSQL. */
@NullMarked
package dev.prejoin.generate;

import org.jspecify.annotations.NullMarked;
