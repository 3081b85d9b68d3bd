/** Experiments, users and what they do, written into PostgreSQL. */
@NullMarked
package dev.prejoin.generate.experiments;

import org.jspecify.annotations.NullMarked;
