/** Devices and their readings, written into PostgreSQL. */
@NullMarked
package dev.prejoin.generate.power;

import org.jspecify.annotations.NullMarked;
