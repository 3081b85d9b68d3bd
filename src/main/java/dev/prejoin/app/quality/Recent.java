package dev.prejoin.app.quality;

import dev.prejoin.console.FiguresAwayException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer, or that there is none, which is good for a while: many pages cost no more than one.
 * Those who ask while it is fetched wait for it.
 */
final class Recent<T> {
  private final Supplier<T> source;
  private final long goodForNanos;
  private @Nullable T last;
  private @Nullable FiguresAwayException away;
  private long at;

  Recent(Duration goodFor, Supplier<T> source) {
    this.source = source;
    this.goodForNanos = goodFor.toNanos();
  }

  synchronized T get() {
    boolean good = System.nanoTime() - at < goodForNanos;
    if (good && away != null) {
      throw new FiguresAwayException(away.reason(), away);
    }
    T known = last;
    if (!good || known == null) {
      known = fetch();
    }
    return known;
  }

  private T fetch() {
    try {
      T fetched = source.get();
      last = fetched;
      away = null;
      return fetched;
    } catch (FiguresAwayException e) {
      away = e;
      throw e;
    } finally {
      at = System.nanoTime();
    }
  }
}
