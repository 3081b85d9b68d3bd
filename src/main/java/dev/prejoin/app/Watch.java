package dev.prejoin.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks a server every few seconds, on a thread of its own, while somebody looks on; and now and
 * then when nobody does, where that is wanted.
 */
final class Watch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration ATTENTION = Duration.ofSeconds(10);

  /** What is asked through one connection. */
  interface Asking extends AutoCloseable {
    /** Asks once. */
    void ask() throws InterruptedException;

    @Override
    void close();
  }

  private final Optional<Duration> unseen;
  private final Supplier<Asking> connect;
  private final Runnable away;
  private final Thread thread;
  private volatile long wantedAt;
  private volatile boolean wanted;
  private long askedAt = System.nanoTime();
  private volatile boolean closing;

  /**
   * It asks nothing before it is started.
   *
   * @param unseen how often it asks while nobody looks; empty if not at all
   * @param away what to do when Kafka does not answer
   */
  Watch(String name, Optional<Duration> unseen, Supplier<Asking> connect, Runnable away) {
    this.unseen = unseen;
    this.connect = connect;
    this.away = away;
    thread = new Thread(this::follow, name);
    // A Kafka that is away may keep it for a while.
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Somebody looks. */
  void look() {
    wantedAt = System.nanoTime();
    wanted = true;
  }

  private void follow() {
    try {
      while (!closing) {
        if (isWanted() || isDue()) {
          ask();
          askedAt = System.nanoTime();
        }
        Thread.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException | InterruptException e) {
      // It is closed.
    }
  }

  private boolean isWanted() {
    return wanted && System.nanoTime() - wantedAt < ATTENTION.toNanos();
  }

  private boolean isDue() {
    return unseen.filter(every -> System.nanoTime() - askedAt > every.toNanos()).isPresent();
  }

  private void ask() throws InterruptedException {
    try (Asking asking = connect.get()) {
      asking.ask();
      while (!closing && isWanted()) {
        Thread.sleep(EVERY.toMillis());
        asking.ask();
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      away.run();
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
