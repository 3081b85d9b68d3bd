package dev.prejoin.capture;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the changes of PostgreSQL's tables into topics, exactly once: first a snapshot, then each
 * change as it is committed. Where PostgreSQL or Kafka is away it waits and goes on by itself.
 *
 * <p>A record's key is the primary key, its value the row's declared columns or null for a delete,
 * its timestamp the commit in PostgreSQL, and its header {@code origin} a {@link
 * dev.prejoin.schema.Origin}. A row that does not fit its columns goes to {@link
 * CapturedTable#deadLetterTopic}. All topics must exist.
 */
public final class Capture implements Component {
  private static final long CLOSE_MILLIS = 4500;
  private static final long INTERRUPT_AFTER_MILLIS = 3500;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 4000;

  /** Longer than another capture takes from fencing this one to its claim. */
  private static final long FENCED_PAUSE_MILLIS = 8000;

  private final CaptureSettings settings;
  private final RowCodecs codecs;
  private final CaptureMeters meters;
  private final CaptureOwner owner;
  private final Status status;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile @Nullable CaptureSession session;
  private boolean fenced;

  /** Takes the codecs as its own, and closes them. */
  public Capture(CaptureSettings settings, RowCodecs codecs, MeterRegistry meters) {
    this.settings = settings;
    this.codecs = codecs;
    this.meters = new CaptureMeters(meters, settings.name());
    owner = new CaptureOwner(settings.name());
    status = new Status("capture " + settings.name());
    codecs.listen(registry -> registry.ifPresent(this::waiting));
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public synchronized void start() {
    if (thread != null || isClosing()) {
      throw new IllegalStateException("a capture starts once");
    }
    EngineLoggers.quiet();
    Thread starting = new Thread(this::run, "capture-" + settings.name());
    thread = starting;
    starting.start();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    try {
      long pause = FIRST_PAUSE_MILLIS;
      while (!isClosing()) {
        boolean wentOn = attempt();
        pause = wentOn ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        // Whoever fenced this capture is the newer one, and must have the time to say so.
        if (closing.await(fenced ? FENCED_PAUSE_MILLIS : pause, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
    } catch (RuntimeException | Error e) {
      if (!isClosing()) {
        status.failed(
            e instanceof RuntimeException failure ? failure : new IllegalStateException(e));
      }
    }
    if (isClosing()) {
      status.stopped();
    }
  }

  /** Captures until something is away; returns whether it had gone on before that. */
  private boolean attempt() {
    fenced = false;
    CaptureSession attempt =
        new CaptureSession(
            settings, codecs, meters, owner, InstantSource.system(), new StatusListener());
    session = attempt;
    try {
      attempt.run();
    } catch (LogGoneException e) {
      // Not as if the server was still away, of which it was told already: here is what to do.
      waiting("the log", String.valueOf(e.getMessage()));
    } catch (AwayException e) {
      waiting(String.valueOf(e.getMessage()));
    } catch (ConfigException
        | AuthenticationException
        | AuthorizationException
        | InvalidTxnTimeoutException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, kafka(e));
    } catch (KafkaException e) {
      fenced = isFenced(e);
      waiting(kafka(e));
    }
    return attempt.hasCommitted();
  }

  private static boolean isFenced(Throwable thrown) {
    return AwayException.isOf(thrown, ProducerFencedException.class)
        || AwayException.isOf(thrown, InvalidProducerEpochException.class);
  }

  private String kafka(KafkaException e) {
    return "Kafka at %s: %s".formatted(settings.bootstrapServers(), AwayException.reason(e));
  }

  private void waiting(String forWhat) {
    // A server fails in many ways while it is away; the texts begin with who it is.
    String on =
        Stream.of(settings.source(), "Kafka at " + settings.bootstrapServers())
            .filter(forWhat::startsWith)
            .findFirst()
            .orElse(forWhat);
    waiting(on, forWhat);
  }

  private void waiting(String on, String forWhat) {
    if (!isClosing()) {
      status.waiting(on, forWhat);
    }
  }

  @Override
  public synchronized void close() {
    closing.countDown();
    codecs.close();
    Thread running = thread;
    if (running == null) {
      status.stopped();
      return;
    }
    long begun = System.nanoTime();
    try {
      while (running.isAlive()) {
        CaptureSession current = session;
        if (current != null) {
          current.end();
        }
        running.join(50);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (millis > CLOSE_MILLIS) {
          break;
        }
        if (millis > INTERRUPT_AFTER_MILLIS) {
          running.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    status.stopped();
  }

  /** Each table's snapshot is one line of the log; how far it is stands in the status. */
  private final class StatusListener implements CaptureListener {
    private List<String> unfinished = List.of();
    private String text = "";

    @Override
    public void starting(Map<String, TableState> tables) {
      take(tables);
    }

    @Override
    public void waiting(String forWhat) {
      Capture.this.waiting("others", forWhat);
    }

    @Override
    public void reading() {
      status.running(text);
    }

    @Override
    public void committed(Map<String, TableState> tables) {
      List<String> before = unfinished;
      take(tables);
      if (unfinished.equals(before)) {
        status.progress(text);
      } else {
        status.running(text);
      }
    }

    private void take(Map<String, TableState> tables) {
      unfinished =
          settings.tables().stream()
              .map(CapturedTable::topic)
              .filter(topic -> tables.containsKey(topic) && tables.get(topic).isUnfinished())
              .toList();
      String streams = "streams %d tables of %s".formatted(tables(tables), settings.source());
      text =
          unfinished.isEmpty()
              ? streams
              : streams
                  + "; "
                  + snapshot(
                      Objects.requireNonNull(tables.get(unfinished.get(0))), unfinished.size() - 1);
    }

    private long tables(Map<String, TableState> tables) {
      return tables.values().stream()
          .filter(table -> table.phase() != TableState.Phase.REMOVED)
          .count();
    }

    private static String snapshot(TableState table, int more) {
      String expected =
          table.expected() > 0 ? String.format(Locale.ROOT, " of about %,d", table.expected()) : "";
      String rows = String.format(Locale.ROOT, "%,d", table.rows());
      return "snapshot of %s: %s%s rows%s"
          .formatted(table.table(), rows, expected, more == 0 ? "" : ", then of " + more + " more");
    }
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
