/** Whether a pipeline's rows are right, as the console's page asks, and the jobs that it begins. */
@NullMarked
package dev.prejoin.app.quality;

import org.jspecify.annotations.NullMarked;
