/** What the generated code of expressions calls, row by row. */
@NullMarked
package dev.prejoin.expression.run;

import org.jspecify.annotations.NullMarked;
