package dev.prejoin.app;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.DefinitionWriter;
import dev.prejoin.app.definitions.Made;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.RestateWork;
import dev.prejoin.app.definitions.ViewHistory;
import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.app.definitions.ViewStandings;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Definition;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks for rows of history to be made anew by the definitions that views have now, and tells how
 * that goes: it is the sink that does it, wherever it runs.
 */
public final class ViewRestates implements AutoCloseable {
  private static final long LOOK_AGAIN_MS = 300;

  private final Pipelines pipelines;
  private final Settings settings;
  private final ViewStandings standings;
  private final ClickHouse clickHouse;

  ViewRestates(Pipelines pipelines, Settings settings) {
    this.pipelines = pipelines;
    this.settings = settings;
    this.standings = pipelines.viewStandings(settings);
    this.clickHouse = ClickHouseServer.of(settings);
  }

  /**
   * The views whose rows of history are not of their present definitions.
   *
   * @param names of views or their targets; none for all
   * @throws ProblemException if there is no such view, or Kafka does not answer
   */
  public List<ViewStanding> standings(List<String> names) {
    ViewStandings.Read read = asked(standings::read);
    Set<String> chosen = targets(chosen(read, names));
    return standings.standings(read, () -> clickHouse).stream()
        .filter(standing -> chosen.contains(standing.target()))
        .toList();
  }

  /**
   * Asks that rows are made anew, or goes on with what is paused.
   *
   * @return what was asked for, by source; empty if all rows are of the present definitions
   * @throws ProblemException if there is no such view, one does not run as it is defined here, its
   *     source does not land, or Kafka does not answer
   */
  public Map<String, RestateRequest> request(List<String> names) {
    ViewStandings.Read read = asked(standings::read);
    List<ViewHistory> chosen = differing(read, names);
    requireReady(chosen);
    Map<String, Set<String>> targets = new TreeMap<>();
    for (ViewHistory history : chosen) {
      targets
          .computeIfAbsent(history.source().relation().name(), source -> new TreeSet<>())
          .add(history.view().target().name());
    }
    Map<String, RestateRequest> requests = new TreeMap<>();
    targets.forEach(
        (source, wanted) -> requests.put(source, wanted(read.state().open(source), wanted)));
    write(writer -> requests.forEach(writer::request));
    return requests;
  }

  /** What is under way goes on, if that is all that is wanted. */
  private static RestateRequest wanted(Optional<RestateRequest> open, Set<String> targets) {
    Set<String> all = new TreeSet<>(targets);
    open.ifPresent(request -> all.addAll(request.targets()));
    String id =
        open.filter(request -> request.targets().equals(all))
            .map(RestateRequest::id)
            .orElseGet(() -> UUID.randomUUID().toString());
    return new RestateRequest(id, all, false);
  }

  private void requireReady(List<ViewHistory> chosen) {
    List<String> problems = new ArrayList<>();
    Set<String> landed = pipelines.landedSources(settings);
    for (ViewHistory history : chosen) {
      String source = history.source().relation().name();
      String view = history.view().name();
      switch (history.state()) {
        case CHANGES_AT_START, NEW_AT_START ->
            problems.add(
                "%s does not run as it is defined here: start prejoin with this file first, so that new rows are made by it"
                    .formatted(view));
        default -> {
          if (!landed.contains(source)) {
            problems.add(
                ("rows of %1$s do not land (sink.land.l1=false), so those of %2$s cannot be made from"
                        + " them: ./prejoin snapshot %1$s reads the table once more; then"
                        + " ./prejoin restate %2$s --keep says that this is done")
                    .formatted(source, view));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
  }

  /**
   * Pauses what is under way for some views, or all, with the others of their sources.
   *
   * @return how far each is, by source
   */
  public Map<String, String> pause(List<String> names) {
    ViewStandings.Read read = asked(standings::read);
    Set<String> targets = targets(chosen(read, names));
    Map<String, String> paused = new TreeMap<>();
    write(
        writer ->
            sources(read)
                .forEach(
                    source ->
                        read.state()
                            .open(source)
                            .filter(
                                request -> request.targets().stream().anyMatch(targets::contains))
                            .ifPresent(
                                request -> {
                                  writer.request(source, request.pausedNow());
                                  paused.put(source, words(read.state(), source, request));
                                })));
    return paused;
  }

  /**
   * Leaves the rows of some views, or of all, as they are: they count as made by the present
   * definitions from now on.
   *
   * @return the views
   */
  public List<String> keep(List<String> names) {
    ViewStandings.Read read = asked(standings::read);
    List<ViewHistory> chosen =
        differing(read, names).stream().filter(history -> !history.before().isEmpty()).toList();
    Set<String> kept = targets(chosen);
    write(
        writer -> {
          for (ViewHistory history : chosen) {
            String target = history.view().target().name();
            writer.made(
                target,
                Made.upTo(
                    read.state().made(target),
                    Definition.of(history.view()).fingerprint(),
                    history.before()));
          }
          for (String source : sources(read)) {
            read.state().open(source).ifPresent(request -> withdraw(writer, source, request, kept));
          }
        });
    return chosen.stream().map(history -> history.view().name()).toList();
  }

  private static void withdraw(
      DefinitionWriter writer, String source, RestateRequest request, Set<String> kept) {
    Set<String> left = new TreeSet<>(request.targets());
    if (left.removeAll(kept)) {
      writer.request(
          source, new RestateRequest(UUID.randomUUID().toString(), left, request.paused()));
    }
  }

  /**
   * Waits until what was asked for is done and has landed.
   *
   * @param progress told how far it is
   * @return how many rows were sent, by source
   * @throws ProblemException if it was paused or withdrawn meanwhile, or a part does not move on
   */
  public Map<String, Long> await(Map<String, RestateRequest> asked, Consumer<String> progress) {
    Map<String, Long> sent = new TreeMap<>();
    while (sent.size() < asked.size()) {
      DefinitionState state = asked(() -> DefinitionState.read(settings.kafka()));
      List<String> words = new ArrayList<>();
      asked.forEach(
          (source, request) -> {
            Optional<RestateWork> work = work(state, source, request);
            if (work.filter(RestateWork::done).isPresent()) {
              sent.put(source, work.get().sent());
            } else if (state.request(source).filter(request::equals).isEmpty()) {
              throw new ProblemException(
                  ExitCode.ENVIRONMENT,
                  "somebody has asked for something else, or paused it; ./prejoin restate goes on");
            } else {
              words.add(source + ": " + words(state, source, request));
            }
          });
      if (!words.isEmpty()) {
        progress.accept(String.join("; ", words));
        pause();
      }
    }
    try (LandingBarrier barrier = pipelines.barrier(settings)) {
      barrier.awaitLanded(progress);
    }
    return sent;
  }

  private static Optional<RestateWork> work(
      DefinitionState state, String source, RestateRequest request) {
    return state.work(source).filter(work -> work.request().equals(request.id()));
  }

  private static String words(DefinitionState state, String source, RestateRequest request) {
    return work(state, source, request)
        .map(RestateWork::text)
        .orElse("waits for a sink that takes it up");
  }

  private static Set<String> sources(ViewStandings.Read read) {
    return read.histories().stream()
        .map(history -> history.source().relation().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> targets(Collection<ViewHistory> histories) {
    return histories.stream()
        .map(history -> history.view().target().name())
        .collect(Collectors.toSet());
  }

  private static List<ViewHistory> differing(ViewStandings.Read read, List<String> names) {
    return chosen(read, names).stream().filter(ViewHistory::differs).toList();
  }

  private static List<ViewHistory> chosen(ViewStandings.Read read, List<String> names) {
    List<ViewHistory> chosen = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      List<ViewHistory> found =
          read.histories().stream()
              .filter(
                  history ->
                      history.view().name().equals(name)
                          || history.view().target().name().equals(name))
              .toList();
      if (found.isEmpty()) {
        problems.add(
            "there is no view %s; those that are: %s"
                .formatted(
                    name,
                    read.histories().stream()
                        .map(history -> history.view().name())
                        .collect(Collectors.joining(", "))));
      }
      chosen.addAll(found);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.USAGE, problems);
    }
    return names.isEmpty() ? read.histories() : chosen;
  }

  private void write(Consumer<DefinitionWriter> writing) {
    asked(
        () -> {
          try (DefinitionWriter writer = new DefinitionWriter(settings.kafka())) {
            writing.accept(writer);
          }
          return true;
        });
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka at %s: %s"
              .formatted(settings.kafka().getOrDefault("bootstrap.servers", ""), e.getMessage()));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
