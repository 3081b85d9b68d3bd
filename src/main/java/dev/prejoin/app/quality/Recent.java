package dev.prejoin.app.quality;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is good for a while, so that many pages cost no more than one. Those who ask while
 * it is fetched wait for it.
 */
final class Recent<T> {
  private final Supplier<T> source;
  private final long goodForNanos;
  private @Nullable T last;
  private long at;

  Recent(Duration goodFor, Supplier<T> source) {
    this.source = source;
    this.goodForNanos = goodFor.toNanos();
  }

  synchronized T get() {
    T known = last;
    if (known == null || System.nanoTime() - at > goodForNanos) {
      known = source.get();
      last = known;
      at = System.nanoTime();
    }
    return known;
  }
}
