package dev.prejoin.topology;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology. It starts only when the first snapshot of every dimension is there, so that no
 * fact is enriched with a dimension that is half loaded.
 */
public final class Enrichment implements Component {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Status status;
  private final Supplier<Topology> topology;
  private final EnrichmentSettings settings;
  private final Supplier<Optional<String>> missing;
  private final Thread starter;
  private @Nullable KafkaStreams streams;
  private boolean closed;

  /**
   * An enrichment that is not started.
   *
   * @param name of the component
   * @param topology called once, when everything it needs is there
   * @param missing what must be there first and is not yet, or empty; asked until it is
   */
  public Enrichment(
      String name,
      Supplier<Topology> topology,
      EnrichmentSettings settings,
      Supplier<Optional<String>> missing) {
    this.status = new Status(name);
    this.starter = new Thread(this::startWhenReady, settings.applicationId() + "-start");
    this.topology = topology;
    this.settings = settings;
    this.missing = missing;
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public void start() {
    starter.start();
  }

  private void startWhenReady() {
    try {
      for (Optional<String> what = missing.get(); what.isPresent(); what = missing.get()) {
        status.waiting(what.get());
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
      run(topology.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ProblemException | KafkaException e) {
      status.failed(e);
    }
  }

  private synchronized void run(Topology built) {
    if (closed) {
      return;
    }
    Properties properties = settings.properties();
    KafkaStreams started = new KafkaStreams(built, properties);
    started.setUncaughtExceptionHandler(this::decide);
    started.setStateListener(
        (next, last) -> {
          if (next == KafkaStreams.State.RUNNING) {
            status.running("Kafka Streams " + settings.applicationId());
          }
        });
    streams = started;
    started.start();
  }

  /** A server that is away is waited for; what trying again cannot mend ends the topology. */
  private StreamThreadExceptionResponse decide(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        status.failed(problem);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    boolean fromKafka =
        thrown.getCause() instanceof KafkaException || thrown instanceof StreamsException;
    if (fromKafka && !(thrown.getCause() instanceof IllegalStateException)) {
      status.waiting("Kafka: " + rootMessage(thrown));
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    status.failed(new IllegalStateException(rootMessage(thrown), thrown));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }

  @Override
  public void close() {
    starter.interrupt();
    synchronized (this) {
      closed = true;
      if (streams != null) {
        streams.close(CLOSE_WITHIN);
      }
    }
    status.stopped();
  }
}
