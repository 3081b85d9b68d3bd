package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** All that writes into the source, at once. */
final class Load implements AutoCloseable {
  /** A burst has as many rows as come in so many seconds else. */
  private static final int BURST_SECONDS = 5;

  private static final int BURST_IN = 60;
  private static final long HALT_WITHIN_S = 60;

  private final Source source;
  private final ReadWriteLock valve = new ReentrantReadWriteLock(true);
  private final Probes probes = new Probes();
  private final Steady steady;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * The load of a seed.
   *
   * @param rate rows a second, bursts not counted
   * @param mix of the changes
   */
  Load(Source source, long seed, int rate, Mix mix) {
    this.source = source;
    SplittableRandom random = new SplittableRandom(seed);
    steady = new Steady(new Rows(random.split()));
    // Of the rate: a tenth in single rows, transactions of few and long ones each, the rest in
    // bulk.
    add(100, Shapes.singles(new Rows(random.split()), share(rate, 100)));
    add(100, Shapes.small(new Rows(random.split()), Math.max(1, share(rate, 100) / 3)));
    add(200, Shapes.multiRow(new Rows(random.split()), share(rate, 16)));
    add(500, Shapes.copy(new Rows(random.split()), share(rate, 6), BURST_SECONDS * rate, BURST_IN));
    add(100, Shapes.longOne(new Rows(random.split()), share(rate, 10)));
    add(100, new Changes(new Rows(random.split()), mix, Math.max(1, share(rate, 300))));
    add(300, steady);
    add(Probes.EVERY_MS, probes);
  }

  private static int share(int rate, int of) {
    return Math.max(1, rate / of);
  }

  private void add(long everyMillis, Writer.Step step) {
    writers.add(new Writer(source, valve.readLock(), everyMillis, step));
  }

  void start() throws SQLException {
    try (Connection connection = source.connect()) {
      steady.load(connection);
    }
    for (Writer writer : writers) {
      Thread thread = new Thread(writer, "chaos-writer");
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  Probes probes() {
    return probes;
  }

  /** Returns when nobody writes; until {@link #goOn}, by the same thread. */
  void halt() throws InterruptedException {
    if (!valve.writeLock().tryLock(HALT_WITHIN_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a writer did not end its transaction");
    }
  }

  void goOn() {
    valve.writeLock().unlock();
  }

  @Override
  public void close() {
    writers.forEach(Writer::stop);
    threads.forEach(Thread::interrupt);
  }
}
