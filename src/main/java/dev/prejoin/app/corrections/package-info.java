/** What is known in this process of single corrections: a short memory, for people who look on. */
@NullMarked
package dev.prejoin.app.corrections;

import org.jspecify.annotations.NullMarked;
