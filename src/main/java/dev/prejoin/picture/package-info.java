/** The topology of a plan as a drawing. Where things stand is ELK's to say. */
@NullMarked
package dev.prejoin.picture;

import org.jspecify.annotations.NullMarked;
