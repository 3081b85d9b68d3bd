/** The typed settings of a run, from a properties file and the environment. */
@NullMarked
package dev.prejoin.config;

import org.jspecify.annotations.NullMarked;
