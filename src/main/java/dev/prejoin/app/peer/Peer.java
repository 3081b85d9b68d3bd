package dev.prejoin.app.peer;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import dev.prejoin.runtime.StoppedException;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.PlainTables;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds ClickHouse's own join the changes that prejoin gets, and measures how far it drifts. It is
 * beside a run: whatever happens to it, the run goes on. It is fed by one process, the one that
 * started last.
 */
public final class Peer implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
  private static final Duration BATCH_EVERY = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_BATCH = Duration.ofSeconds(3);
  private static final Duration LAST_ANSWER = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** It measures for a tenth of the time: so many times what it took, it rests. */
  private static final int REST = 9;

  /** Nobody who looks at it should wait for longer, in intervals. */
  static final int MOST_REST = 10;

  /** A comparison that failed is made again at last after so long. */
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private final PeerSettings settings;
  private final RowCodecs codecs;
  private final ClickHouse clickHouse;
  private final Supplier<Optional<String>> missing;
  private final Runnable awaitLanding;
  private final Status status;
  private final String owner = UUID.randomUUID().toString();
  private final CountDownLatch stop = new CountDownLatch(1);
  private @Nullable Thread thread;

  /** When it is compared next, and how long it rested last: also where it begins once more. */
  private long next = System.nanoTime();

  private long rest;
  private boolean told;

  /**
   * One that is not started.
   *
   * @param clickHouse a connection to prejoin's database, which it takes as its own, and closes
   * @param missing what must be there before it begins, in words; empty if all is
   * @param awaitLanding returns when prejoin has landed what its source has committed by now
   */
  Peer(
      PeerSettings settings,
      RowCodecs codecs,
      ClickHouse clickHouse,
      Supplier<Optional<String>> missing,
      Runnable awaitLanding) {
    this.settings = settings;
    this.codecs = codecs;
    this.clickHouse = clickHouse;
    this.missing = missing;
    this.awaitLanding = awaitLanding;
    this.status = new Status("peer " + settings.pipeline());
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      thread = new Thread(this::run, "peer-" + settings.pipeline());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      PeerDatabase database = new PeerDatabase(clickHouse, settings.database());
      boolean made = false;
      do {
        try {
          awaitWhatIsMissing();
          if (!made) {
            database.create();
            made = true;
          }
          feedAndMeasure(database);
        } catch (KafkaException | WarehouseException e) {
          if (e instanceof InterruptException) {
            break;
          }
          status.waiting(String.valueOf(e.getMessage()));
          if (made && e instanceof WarehouseException refused && wasRemoved(database, refused)) {
            throw new ProblemException(
                ExitCode.ENVIRONMENT,
                "the database "
                    + settings.database()
                    + " was removed; the next start makes it anew");
          }
        }
      } while (!stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
      status.stopped();
    } catch (InterruptedException | StoppedException e) {
      status.stopped();
    } catch (RuntimeException e) {
      status.failed(e);
    }
  }

  private static boolean wasRemoved(PeerDatabase database, WarehouseException refused) {
    try {
      return refused.kind() == WarehouseException.Kind.REFUSED && !database.exists();
    } catch (WarehouseException e) {
      return false;
    }
  }

  private void awaitWhatIsMissing() throws InterruptedException {
    Optional<String> awaited = missing.get();
    while (awaited.isPresent() && !stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      status.waiting(awaited.get());
      awaited = missing.get();
    }
  }

  private void feedAndMeasure(PeerDatabase database) throws InterruptedException {
    try (ClickHouse inside = new ClickHouse(clickHouse.settings().within(settings.database()))) {
      PeerDatabase.makeTables(inside, settings.file());
      PlainTables tables = new PlainTables(inside);
      DriftMeasure measure =
          new DriftMeasure(
              settings.file(), tables, settings.truth(), settings.database(), settings.mostRows());
      try (PeerFeed feed = new PeerFeed(settings, codecs, tables, database, owner)) {
        status.running("feeds " + settings.database());
        feedAndMeasure(feed, measure, database);
      }
    }
  }

  private void feedAndMeasure(PeerFeed feed, DriftMeasure measure, PeerDatabase database)
      throws InterruptedException {
    boolean behind = false;
    while (!stop.await(behind ? 0 : BATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      feed.feed();
      behind = !feed.upToDate();
      if (!behind && System.nanoTime() - next >= 0 && landed()) {
        measure(feed, measure, database);
      }
    }
  }

  private void measure(PeerFeed feed, DriftMeasure measure, PeerDatabase database) {
    long begun = System.nanoTime();
    try {
      database.record(measure.measure(feed.given(), feed.fed()));
      rest = rest(System.nanoTime() - begun);
    } catch (WarehouseException e) {
      // What took too long, or too much, will do so again.
      rest = Math.min(2 * Math.max(rest, settings.every().toNanos()), LONGEST_REST.toNanos());
      throw e;
    } finally {
      next = System.nanoTime() + rest;
    }
  }

  private long rest(long took) {
    long every = settings.every().toNanos();
    return Math.max(every - took, Math.min(took * REST, every * MOST_REST));
  }

  /** Waits until prejoin has what the peer has; returns whether that came about. */
  private boolean landed() {
    try {
      awaitLanding.run();
      told = false;
      return true;
    } catch (ProblemException e) {
      // The part that does not move on says so itself, and there is nothing to compare with.
      if (!told) {
        LOG.warn(
            "{} is not compared until prejoin has landed what it has: {}",
            settings.database(),
            e.getMessage());
        told = true;
      }
      status.progress("prejoin has not landed what " + settings.database() + " has");
      return false;
    }
  }

  /** Bids it to end, and does not wait. */
  public void signalStop() {
    stop.countDown();
  }

  /** Ends it; waits for a few seconds at most, as nothing depends on how it ended. */
  @Override
  public void close() {
    signalStop();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null) {
      status.stopped();
    } else {
      join(running, LAST_BATCH);
      running.interrupt();
      join(running, LAST_ANSWER);
    }
    clickHouse.close();
  }

  private static void join(Thread running, Duration most) {
    try {
      running.join(most.toMillis());
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
