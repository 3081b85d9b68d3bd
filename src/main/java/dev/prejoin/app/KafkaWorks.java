package dev.prejoin.app;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.RestateWork;
import dev.prejoin.app.restate.DefinitionLog;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.ProgressFollower;
import dev.prejoin.console.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka tells of work that takes a while: tables and ranges that a capture reads, and views
 * whose rows are made anew, wherever that is done. It is asked every few seconds, on a thread of
 * its own, while somebody looks on.
 */
final class KafkaWorks implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration ATTENTION = Duration.ofSeconds(10);

  /**
   * What is known.
   *
   * @param bySource by the topic of the rows
   * @param away why it is not of now; null if it is
   */
  record Known(Map<String, List<Work>> bySource, @Nullable String away) {
    Known {
      bySource = Map.copyOf(bySource);
    }

    List<Work> of(Set<String> sources) {
      return new TreeSet<>(sources)
          .stream().flatMap(source -> bySource.getOrDefault(source, List.of()).stream()).toList();
    }
  }

  private final Supplier<ProgressFollower> capture;
  private final Supplier<DefinitionLog> definitions;
  private final Set<String> facts;
  private final Thread thread = new Thread(this::follow, "works");
  private volatile Known known = new Known(Map.of(), null);
  private volatile long wantedAt;
  private volatile boolean wanted;
  private volatile boolean closing;

  /**
   * It asks nothing before {@link #known} is called.
   *
   * @param facts sources whose rows may be made anew
   */
  KafkaWorks(Map<String, String> kafka, String topic, String captureName, Set<String> facts) {
    this.capture = () -> new ProgressFollower(kafka, topic, captureName);
    this.definitions = () -> new DefinitionLog(kafka);
    this.facts = Set.copyOf(facts);
    // A Kafka that is away may keep it for a while.
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** At once, what was read last. */
  Known known() {
    wantedAt = System.nanoTime();
    wanted = true;
    return known;
  }

  private void follow() {
    try {
      while (!closing) {
        if (isWanted()) {
          ask();
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

  private void ask() throws InterruptedException {
    try (ProgressFollower progress = capture.get();
        DefinitionLog log = definitions.get()) {
      while (!closing && isWanted()) {
        Optional<CaptureProgress> read = progress.read();
        if (log.read()) {
          known = new Known(works(read, log.state(), facts), null);
        }
        Thread.sleep(EVERY.toMillis());
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      known = new Known(known.bySource(), "Kafka does not answer");
    }
  }

  /** By source: what a capture reads, and rows that are made anew. */
  static Map<String, List<Work>> works(
      Optional<CaptureProgress> progress, DefinitionState state, Set<String> facts) {
    Map<String, List<Work>> works = new TreeMap<>();
    progress.ifPresent(
        of -> {
          of.tables()
              .forEach(
                  (topic, table) -> {
                    if (!table.complete()) {
                      add(works, topic, snapshot(table));
                    }
                  });
          of.backfills()
              .forEach(
                  (topic, range) -> {
                    if (range.isOpen()) {
                      add(works, topic, backfill(range));
                    }
                  });
        });
    for (String source : facts) {
      state.open(source).ifPresent(request -> add(works, source, restate(state, source, request)));
    }
    return works;
  }

  private static void add(Map<String, List<Work>> works, String source, Work work) {
    works.computeIfAbsent(source, name -> new ArrayList<>()).add(work);
  }

  private static Work snapshot(CaptureProgress.Table table) {
    return new Work(
        Work.Kind.SNAPSHOT,
        table.table(),
        "",
        table.rows(),
        Math.max(table.expected(), -1),
        Double.NaN,
        false,
        "");
  }

  private static Work backfill(CaptureProgress.Backfill range) {
    return new Work(
        Work.Kind.BACKFILL,
        range.table(),
        range.range().text(),
        range.rows(),
        -1,
        Double.NaN,
        range.paused(),
        "");
  }

  private static Work restate(DefinitionState state, String source, RestateRequest request) {
    Optional<RestateWork> work = state.work(source).filter(of -> of.request().equals(request.id()));
    return new Work(
        Work.Kind.RESTATE,
        String.join(", ", new TreeSet<>(request.targets())),
        "",
        work.map(RestateWork::sent).orElse(0L),
        work.map(RestateWork::total).orElse(-1L),
        Double.NaN,
        request.paused(),
        work.map(RestateWork::waits).orElse("a sink that takes it up"));
  }

  @Override
  public void close() {
    closing = true;
    // Whatever it waits for.
    thread.interrupt();
  }
}
