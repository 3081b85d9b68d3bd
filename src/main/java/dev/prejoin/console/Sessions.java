package dev.prejoin.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who has signed in, for as long as this process runs and no longer than a day of work. What a
 * browser keeps is random: it tells nothing of the token, and guessing it is hopeless.
 */
final class Sessions {
  static final Duration LONGEST = Duration.ofHours(12);

  private static final int BYTES = 32;
  private static final int MOST = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanos;

  /** When each ends, the oldest first. */
  private final Map<String, Long> ends = new LinkedHashMap<>();

  Sessions(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized String open() {
    forgetEnded();
    if (ends.size() >= MOST) {
      ends.remove(ends.keySet().iterator().next());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String session = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ends.put(session, nanos.getAsLong() + LONGEST.toNanos());
    return session;
  }

  synchronized boolean has(String session) {
    forgetEnded();
    return ends.containsKey(session);
  }

  synchronized void close(String session) {
    ends.remove(session);
  }

  private void forgetEnded() {
    long now = nanos.getAsLong();
    Iterator<Long> each = ends.values().iterator();
    while (each.hasNext() && each.next() - now <= 0) {
      each.remove();
    }
  }
}
