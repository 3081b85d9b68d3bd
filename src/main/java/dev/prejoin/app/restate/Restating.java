package dev.prejoin.app.restate;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.Instance;
import dev.prejoin.runtime.OwnThread;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Rivalry;
import dev.prejoin.runtime.Status;
import dev.prejoin.runtime.StoppedException;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Makes rows of history anew when a dimension that they look up changes. Any number of them share
 * the dimensions.
 */
public final class Restating implements Component {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final RestateSettings settings;
  private final RowCodecs codecs;
  private final ClickHouse clickHouse;
  private final RestateMeters meters;
  private final Status status = new Status("restating");
  private volatile boolean closing;
  private final OwnThread thread = new OwnThread("restating", this::run);

  /** Takes the connection as its own, and closes it. */
  public Restating(
      RestateSettings settings, RowCodecs codecs, ClickHouse clickHouse, MeterRegistry meters) {
    this.settings = settings;
    this.codecs = codecs;
    this.clickHouse = clickHouse;
    this.meters = new RestateMeters(meters);
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
      while (!closing) {
        try {
          restateAsMember();
        } catch (FencedInstanceIdException e) {
          if (rivalry.drivenOut(System.nanoTime())) {
            throw Instance.taken(settings.groupId());
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
          status.waiting("Kafka: " + e.getMessage());
          Thread.sleep(RETRY.toMillis());
        } catch (WarehouseException e) {
          status.waiting(String.valueOf(e.getMessage()));
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

  private void restateAsMember() {
    try (RestateLoop loop = new RestateLoop(settings, codecs, clickHouse, meters, status)) {
      while (!closing) {
        loop.turn();
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.join();
    status.stopped();
    clickHouse.close();
  }
}
