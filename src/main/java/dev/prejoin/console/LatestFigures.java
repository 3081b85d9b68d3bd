package dev.prejoin.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the figures on a thread of its own, once for all who want them within a second, and
 * remembers the last good ones. A source that hangs costs a caller no more than the patience.
 */
final class LatestFigures implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LatestFigures.class);

  private final PipelineFigures source;
  private final Duration patience;
  private final long keptNanos;
  private final ExecutorService asking = Executors.newSingleThreadExecutor(Daemon.named("figures"));
  private @Nullable CompletableFuture<Overview> asked;
  private long askedAt;
  private volatile @Nullable Overview last;
  private volatile boolean failureTold;

  LatestFigures(PipelineFigures source, Duration kept, Duration patience) {
    this.source = source;
    this.keptNanos = kept.toNanos();
    this.patience = patience;
  }

  Report report() {
    CompletableFuture<Overview> answer = ask();
    try {
      Overview figures = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return Report.of(source, figures, null);
    } catch (TimeoutException e) {
      return Report.of(
          source, last, "The figures did not come within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      return Report.of(source, last, reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Report.of(source, last, "The console is stopping");
    }
  }

  private synchronized CompletableFuture<Overview> ask() {
    CompletableFuture<Overview> current = asked;
    if (current != null && (!current.isDone() || System.nanoTime() - askedAt < keptNanos)) {
      return current;
    }
    askedAt = System.nanoTime();
    CompletableFuture<Overview> next = CompletableFuture.supplyAsync(this::fetch, asking);
    asked = next;
    return next;
  }

  private Overview fetch() {
    try {
      Overview figures = source.overview();
      last = figures;
      failureTold = false;
      return figures;
    } catch (FiguresAwayException e) {
      throw e;
    } catch (RuntimeException e) {
      // Once, not every second, until they could be read again.
      if (!failureTold) {
        LOG.warn("The console's figures could not be read", e);
        failureTold = true;
      }
      throw e;
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof FiguresAwayException away
        ? away.reason()
        : "The figures could not be read (the log says why)";
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
