package dev.prejoin.app.restate;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.Instance;
import dev.prejoin.runtime.OwnThread;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Rivalry;
import dev.prejoin.runtime.Status;
import dev.prejoin.runtime.StoppedException;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;

/** A member of a group, on a thread of its own: what it has begun is begun again after a fault. */
final class Membership implements Component {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Rows that came while the process was away land first: its own start would take from theirs. */
  private static final Duration AFTER_START = Duration.ofSeconds(2);

  /** What a member does. */
  interface Work extends AutoCloseable {
    /** Does a little. */
    void turn();

    @Override
    void close();
  }

  private final String groupId;
  private final Status status;
  private final Function<Status, Work> join;
  private final ClickHouse clickHouse;
  private final OwnThread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * One that is not started.
   *
   * @param join called whenever it joins the group anew
   * @param clickHouse closed with it
   */
  Membership(String name, String groupId, Function<Status, Work> join, ClickHouse clickHouse) {
    this.groupId = groupId;
    this.status = new Status(name);
    this.join = join;
    this.clickHouse = clickHouse;
    this.thread = new OwnThread(name, this::run);
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    Rivalry rivalry = new Rivalry();
    try {
      closing.await(AFTER_START.toMillis(), TimeUnit.MILLISECONDS);
      while (!isClosing()) {
        try {
          workAsMember();
        } catch (FencedInstanceIdException e) {
          if (rivalry.drivenOut(System.nanoTime())) {
            throw Instance.taken(groupId);
          }
          status.waiting(Instance.DRIVEN_OUT);
          Thread.sleep(RETRY.toMillis());
        } catch (AuthenticationException | AuthorizationException e) {
          throw new ProblemException(
              ExitCode.ENVIRONMENT, "Kafka refuses restating: " + e.getMessage());
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          // What was begun is begun again.
          status.waiting("Kafka", "Kafka: " + e.getMessage());
          Thread.sleep(RETRY.toMillis());
        } catch (WarehouseException e) {
          // Whichever statement met it.
          status.waiting("ClickHouse", String.valueOf(e.getMessage()));
          Thread.sleep(RETRY.toMillis());
        }
      }
      status.stopped();
    } catch (InterruptedException | InterruptException | StoppedException e) {
      status.stopped();
    } catch (RuntimeException e) {
      status.failed(e);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void workAsMember() {
    try (Work work = join.apply(status)) {
      while (!isClosing()) {
        work.turn();
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.join();
    status.stopped();
    clickHouse.close();
  }
}
