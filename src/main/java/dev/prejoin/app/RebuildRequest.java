package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.Fillings;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import dev.prejoin.sink.clickhouse.Generations;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.DefinedAggregates;
import dev.prejoin.sink.clickhouse.ddl.Definitions;
import dev.prejoin.sink.clickhouse.ddl.Generation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Has the sinks, wherever they run, count aggregates anew from all rows. What is asked for is in
 * ClickHouse: it goes on without whoever asked.
 */
public final class RebuildRequest implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Settings settings;
  private final Home home;
  private final String url;
  private final ClickHouse clickHouse;
  private final Fillings fillings;

  /** What is to be done. */
  public enum Action {
    BEGIN,
    PAUSE,
    RESUME
  }

  public RebuildRequest(Settings settings, Home home) {
    this.settings = settings;
    this.home = home;
    url = settings.clickHouse().url();
    clickHouse = ClickHouseServer.of(settings);
    fillings = new Fillings(clickHouse);
  }

  /**
   * Asks for it.
   *
   * @param names of aggregates; none for all that are being counted, which {@link Action#BEGIN}
   *     does not take
   * @return their names
   * @throws ProblemException if there is no such aggregate, it was not asked for, or ClickHouse
   *     does not answer
   */
  public List<String> ask(Action action, Collection<String> names) {
    return asked(
        () -> {
          Set<String> chosen = new TreeSet<>(names);
          if (action == Action.BEGIN) {
            begin(chosen);
          } else {
            if (chosen.isEmpty()) {
              fillings.all().stream()
                  .filter(filling -> !filling.done())
                  .forEach(filling -> chosen.add(filling.aggregate()));
            }
            pause(chosen, action == Action.PAUSE);
          }
          return List.copyOf(chosen);
        });
  }

  /** One that is being counted already, as it was made anew, is only waited for. */
  private void begin(Set<String> names) {
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      if (fillings.table(name).isEmpty()) {
        problems.add(
            "there is no aggregate %s; those that there are: %s"
                .formatted(name, String.join(", ", fillings.aggregates())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    Set<String> counted =
        fillings.all().stream()
            .filter(filling -> !filling.done() && Generation.of(filling.aggregate()).number() > 1)
            .map(Filling::aggregate)
            .collect(Collectors.toSet());
    names.stream()
        .filter(name -> !counted.contains(name))
        .forEach(name -> fillings.table(name).ifPresent(table -> fillings.request(name, table)));
  }

  /**
   * Makes those anew whose statements were changed since they were made: beside what is there,
   * which queries read until all rows are counted.
   *
   * @param names of aggregates, as users call them
   * @param step told of each file that is written, in a line
   * @return what is to be counted: for each the generation that was made last
   */
  public List<String> makeAnew(
      Pipelines pipelines, Collection<String> names, Consumer<String> step) {
    DdlFolders folders = DdlFolders.of(settings, home);
    for (Pipeline pipeline : pipelines.all()) {
      Path folder = folders.of(pipeline.name());
      Definitions made = Definitions.in(folder);
      boolean changed =
          AggregateFile.read(folders.aggregates(pipeline.name())).statements().stream()
              .filter(statement -> names.contains(statement.name()))
              .anyMatch(
                  statement ->
                      statement instanceof AggregateFile.Aggregate aggregate
                          && made.isChanged(aggregate.statement()));
      if (changed) {
        pipeline.writeDdl(settings, home).forEach(file -> step.accept("Wrote " + file));
      }
      if (changed || isLater(made, names)) {
        asked(
            () -> {
              fillings.requestNew(DefinedAggregates.in(folder));
              return new Ddl(clickHouse).apply(folder);
            });
      }
    }
    return last(names);
  }

  /**
   * Whether one of these was changed before. Whatever its files make is then made unless it is
   * there: whoever wrote them may have been ended before, or in the midst of it.
   */
  private static boolean isLater(Definitions written, Collection<String> names) {
    return names.stream()
        .anyMatch(name -> written.last(name).filter(last -> last.number() > 1).isPresent());
  }

  /** What was made last of these, by the names that their tables begin with. */
  public List<String> last(Collection<String> names) {
    return asked(
        () -> {
          Set<String> all = new TreeSet<>(fillings.aggregates());
          all.addAll(names);
          return Generation.last(all).stream()
              .filter(generation -> names.contains(generation.aggregate()))
              .map(Generation::name)
              .toList();
        });
  }

  private void pause(Set<String> names, boolean paused) {
    List<String> problems =
        names.stream()
            .filter(name -> !fillings.pause(name, paused))
            .map(
                name ->
                    "%s is not being counted anew; ./prejoin rebuild %s begins that"
                        .formatted(name, name))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
  }

  /** How far these aggregates are. */
  public List<Filling> standing(Collection<String> names) {
    return asked(
        () ->
            fillings.all().stream()
                .filter(filling -> names.contains(filling.aggregate()))
                .toList());
  }

  /**
   * Returns when all of them are counted, or paused by somebody.
   *
   * @param progress told now and then how far they are
   */
  public List<Filling> await(Collection<String> names, Consumer<List<Filling>> progress) {
    while (true) {
      List<Filling> now = standing(names);
      progress.accept(now);
      if (now.stream().allMatch(filling -> filling.done() || filling.paused())) {
        asked(
            () -> {
              new Generations(clickHouse).settle();
              return now;
            });
        return now;
      }
      try {
        Thread.sleep(LOOK_EVERY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return now;
      }
    }
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (WarehouseException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT, "ClickHouse at %s: %s".formatted(url, e.getMessage()));
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
