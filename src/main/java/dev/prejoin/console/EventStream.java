package dev.prejoin.console;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each open page the same report every second, and what is new to it of single corrections.
 * Each report is whole, so a page that is slow to take one misses the next ones and holds up
 * nobody; of corrections it is told then what it has missed.
 */
final class EventStream implements AutoCloseable {
  static final int MOST_PAGES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final String OVERVIEW = "overview";
  private static final String CORRECTIONS = "corrections";

  private final LatestFigures figures;
  private final LongFunction<CorrectionNews> corrections;
  private final ConsoleJson json;
  private final Duration period;
  private final Set<Page> pages = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Daemon.named("clock"));
  private final ExecutorService sending = Executors.newCachedThreadPool(Daemon.named("sending"));

  EventStream(
      LatestFigures figures,
      LongFunction<CorrectionNews> corrections,
      ConsoleJson json,
      Duration period) {
    this.figures = figures;
    this.corrections = corrections;
    this.json = json;
    this.period = period;
  }

  void start() {
    // A rate would send what it missed in a burst after a source that hung.
    var unused =
        clock.scheduleWithFixedDelay(
            this::tick, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean full() {
    return pages.size() >= MOST_PAGES;
  }

  void open(SseClient client) {
    Page page = new Page(client);
    client.keepAlive();
    client.onClose(() -> pages.remove(page));
    pages.add(page);
    send(page, json.text(figures.report()));
  }

  private void tick() {
    // One that ended between its opening and its entry here told nobody.
    pages.removeIf(page -> page.client.terminated());
    if (pages.isEmpty()) {
      return;
    }
    try {
      String report = json.text(figures.report());
      pages.forEach(page -> send(page, report));
    } catch (RuntimeException e) {
      // The clock would stop for ever.
      LOG.warn("The console could not report to its pages", e);
    }
  }

  private void send(Page page, String report) {
    if (page.busy.compareAndSet(false, true)) {
      sending.execute(
          () -> {
            try {
              page.client.sendEvent(OVERVIEW, report);
              tellCorrections(page);
            } catch (RuntimeException e) {
              // It was left meanwhile, or the server is not ready for it yet: the next one is
              // whole.
              LOG.debug("a page could not be told", e);
            } finally {
              page.busy.set(false);
            }
          });
    }
  }

  private void tellCorrections(Page page) {
    CorrectionNews news = corrections.apply(page.told);
    if (news.revision() != page.told) {
      page.client.sendEvent(CORRECTIONS, json.text(news));
      page.told = news.revision();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    pages.forEach(page -> page.client.close());
    sending.shutdownNow();
  }

  private static final class Page {
    final SseClient client;
    final AtomicBoolean busy = new AtomicBoolean();

    /** The revision of the corrections that it knows; -1 before it has heard any. */
    volatile long told = -1;

    Page(SseClient client) {
      this.client = client;
    }
  }
}
