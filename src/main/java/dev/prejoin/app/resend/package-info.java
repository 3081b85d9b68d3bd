/** Sends records to their topics again, each only if it is its row's last change there. */
@NullMarked
package dev.prejoin.app.resend;

import org.jspecify.annotations.NullMarked;
