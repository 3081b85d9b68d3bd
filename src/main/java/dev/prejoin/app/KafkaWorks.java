package dev.prejoin.app;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.RestateWork;
import dev.prejoin.app.restate.DefinitionLog;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.ProgressFollower;
import dev.prejoin.console.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka tells of work that takes a while: tables and ranges that a capture reads, and views
 * whose rows are made anew, wherever that is done.
 */
final class KafkaWorks implements AutoCloseable {
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

  private final Set<String> facts;
  private final Watch watch;
  private volatile Known known = new Known(Map.of(), null);

  /**
   * It asks nothing before {@link #known} is called.
   *
   * @param facts sources whose rows may be made anew
   */
  KafkaWorks(Map<String, String> kafka, String topic, String captureName, Set<String> facts) {
    this.facts = Set.copyOf(facts);
    watch =
        new Watch(
            "works",
            Optional.empty(),
            () ->
                new Logs(new ProgressFollower(kafka, topic, captureName), new DefinitionLog(kafka)),
            () -> known = new Known(known.bySource(), "Kafka does not answer"));
  }

  void start() {
    watch.start();
  }

  /** At once, what was read last. */
  Known known() {
    watch.look();
    return known;
  }

  private final class Logs implements Watch.Asking {
    private final ProgressFollower capture;
    private final DefinitionLog definitions;

    Logs(ProgressFollower capture, DefinitionLog definitions) {
      this.capture = capture;
      this.definitions = definitions;
    }

    @Override
    public void ask() {
      Optional<CaptureProgress> read = capture.read();
      if (definitions.read()) {
        known = new Known(works(read, definitions.state(), facts), null);
      }
    }

    @Override
    public void close() {
      capture.close();
      definitions.close();
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
    watch.close();
  }
}
