package dev.prejoin.topology;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.Instance;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Rivalry;
import dev.prejoin.runtime.Status;
import dev.prejoin.runtime.StoppedException;
import dev.prejoin.schema.RowCodecs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology. It starts only when the first snapshot of every dimension is there, so that no
 * fact is enriched with a dimension that is half loaded. Where Kafka is away it waits; Kafka
 * Streams that gave up, as it does when the thread of its global tables fails, is started anew.
 */
public final class Enrichment implements Component {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration START_AGAIN = Duration.ofSeconds(1);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
  private static final Duration FORMS_WITHIN = Duration.ofSeconds(60);

  private final Status status;
  private final Rivalry rivalry = new Rivalry();
  private final Supplier<Topology> topology;
  private final EnrichmentSettings settings;
  private final Supplier<Optional<String>> missing;
  private final Thread runner;
  private final RowCodecs codecs;

  /** What the three below are read and written under, and no longer than it takes to say so. */
  private final Object showing = new Object();

  private boolean running;
  private boolean awaitsRegistry;
  private boolean awaitsKafka;

  /** A thread of Kafka Streams failed on Kafka, and is replaced: that is not yet an answer. */
  private final AtomicBoolean failedOnKafka = new AtomicBoolean();

  private @Nullable KafkaStreams streams;
  private boolean closed;

  /**
   * An enrichment that is not started.
   *
   * @param name of the component
   * @param codecs those of the topology, which wait where the schema registry is away; closed with
   *     it
   * @param topology called when everything it needs is there; once more when it starts anew
   * @param missing what must be there first and is not yet, or empty; asked until it is
   */
  public Enrichment(
      String name,
      RowCodecs codecs,
      Supplier<Topology> topology,
      EnrichmentSettings settings,
      Supplier<Optional<String>> missing) {
    this.status = new Status(name);
    this.runner = new Thread(this::run, settings.applicationId() + "-run");
    this.topology = topology;
    this.settings = settings;
    this.missing = missing;
    this.codecs = codecs;
    codecs.listen(this::awaits);
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public void start() {
    runner.start();
  }

  private void run() {
    try {
      while (status.state() != Status.State.FAILED) {
        try {
          awaitMissing();
          runUntilItEnds();
        } catch (ProblemException
            | ConfigException
            | AuthenticationException
            | AuthorizationException e) {
          status.failed(e);
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          status.waiting("Kafka", "Kafka: " + rootMessage(e));
        }
        Thread.sleep(START_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
    } catch (RuntimeException e) {
      status.failed(e);
    }
  }

  private void awaitMissing() throws InterruptedException {
    for (Optional<String> what = missing.get(); what.isPresent(); what = missing.get()) {
      status.waiting(what.get());
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }

  private void runUntilItEnds() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    KafkaStreams started =
        new KafkaStreams(
            topology.get(),
            settings.properties(),
            new StreamsClients(settings.applicationId(), settings.instanceId()));
    started.setUncaughtExceptionHandler(this::decide);
    started.setStateListener(
        (next, last) -> {
          runs(next == KafkaStreams.State.RUNNING);
          if (next == KafkaStreams.State.ERROR || next == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
          }
        });
    awaits(false);
    synchronized (this) {
      if (closed) {
        return;
      }
      streams = started;
      started.start();
    }
    try (BrokerWatch brokers = new BrokerWatch(settings.kafka())) {
      awaitEnd(ended, brokers);
    }
    leave(started);
  }

  private void runs(boolean now) {
    synchronized (showing) {
      running = now;
      if (running && !awaitsRegistry && !awaitsKafka) {
        status.running("Kafka Streams " + settings.applicationId());
      }
    }
  }

  /** A record names a schema that has to be asked for; its thread waits, and others may go on. */
  private void awaits(Optional<String> registry) {
    synchronized (showing) {
      awaitsRegistry = registry.isPresent();
      registry.ifPresentOrElse(status::waiting, () -> runs(running));
    }
  }

  private void awaits(boolean silentKafka) {
    synchronized (showing) {
      if (silentKafka == awaitsKafka) {
        return;
      }
      awaitsKafka = silentKafka;
      if (silentKafka) {
        status.waiting(
            "Kafka",
            "Kafka at %s does not answer".formatted(settings.kafka().get("bootstrap.servers")));
      } else {
        runs(running);
      }
    }
  }

  private boolean isRunning() {
    synchronized (showing) {
      return running;
    }
  }

  /** Says so, if the group does not form, as Kafka Streams is silent then. */
  private void awaitEnd(CountDownLatch ended, BrokerWatch brokers) throws InterruptedException {
    long idleSince = System.nanoTime();
    while (!ended.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      if (failedOnKafka.getAndSet(false)) {
        brokers.doubt();
      }
      boolean silent = brokers.isSilent();
      awaits(silent);
      if (isRunning() || silent) {
        idleSince = System.nanoTime();
      } else if (System.nanoTime() - idleSince > FORMS_WITHIN.toNanos()) {
        status.waiting(
            ("group %s has not formed for a minute; if that lasts though all of its members answer,"
                    + " restart the broker that leads its partition of __consumer_offsets")
                .formatted(settings.applicationId()));
        idleSince = System.nanoTime();
      }
    }
  }

  /** A server that is away is waited for; what trying again cannot mend ends the topology. */
  private StreamThreadExceptionResponse decide(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        status.failed(problem);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
      if (cause instanceof StoppedException) {
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
      if (cause instanceof FencedInstanceIdException) {
        if (rivalry.drivenOut(System.nanoTime())) {
          status.failed(Instance.taken(settings.applicationId()));
        } else {
          status.waiting(Instance.DRIVEN_OUT);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    boolean fromKafka =
        thrown.getCause() instanceof KafkaException || thrown instanceof StreamsException;
    if (fromKafka && !(thrown.getCause() instanceof IllegalStateException)) {
      failedOnKafka.set(true);
      status.waiting("Kafka", "Kafka: " + rootMessage(thrown));
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    status.failed(new IllegalStateException(rootMessage(thrown), thrown));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** Leaves the group at once, so that nobody waits for this member until it counts as dead. */
  private static void leave(KafkaStreams running) {
    running.close(
        CloseOptions.timeout(CLOSE_WITHIN)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
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
    codecs.close();
    KafkaStreams started;
    synchronized (this) {
      closed = true;
      started = streams;
    }
    if (started != null) {
      leave(started);
    }
    runner.interrupt();
    status.stopped();
  }
}
