package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.picture.Drawing;
import dev.prejoin.picture.Picture;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Described;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One compiled pipeline.
 *
 * @param file its statements
 * @param statements the text of each, by the name of its source or view
 */
public record Pipeline(Path file, Plan plan, Map<String, String> statements) {
  public Pipeline {
    statements = Map.copyOf(statements);
  }

  /** The file's name, which is that of the pipeline's folder of DDL too. */
  public String name() {
    return plan.pipeline();
  }

  /** Its dimensions that are tables of the source. */
  List<Source> dimensions() {
    return plan.sources().stream().filter(Source::isDimension).toList();
  }

  /** Its sources of facts. */
  List<Source> facts() {
    return plan.sources().stream().filter(Predicate.not(Source::isDimension)).toList();
  }

  /** Its views of facts whose rows no other view reads: where a row is joined last. */
  List<View> lastViews() {
    Set<String> read =
        plan.views().stream().map(view -> view.from().name()).collect(Collectors.toSet());
    return plan.views().stream()
        .filter(view -> !view.dimension() && !read.contains(view.target().name()))
        .toList();
  }

  /** Where the rows of its last view of facts are; empty if it has none. */
  String lastOfFacts() {
    return plan.views().stream()
        .filter(view -> !view.dimension())
        .reduce((first, second) -> second)
        .map(view -> view.target().name())
        .orElse("");
  }

  /** The tables of its dimensions: of the source's, and of those that views make. */
  Set<String> dimensionTables() {
    Set<String> tables = new TreeSet<>();
    dimensions().forEach(source -> tables.add(source.relation().name()));
    plan.views().stream().filter(View::dimension).forEach(view -> tables.add(view.target().name()));
    return tables;
  }

  /** The names of its sources of facts. */
  public Set<String> factSources() {
    return facts().stream().map(source -> source.relation().name()).collect(Collectors.toSet());
  }

  /** The names of its sources of facts whose rows land as they are captured. */
  public Set<String> landedSources(Settings settings) {
    return settings.sink().landL1() ? factSources() : plan.restatedSources();
  }

  /** The names of its sources of facts that do not land. */
  public Set<String> sourcesNotLanded(Settings settings) {
    Set<String> not = new HashSet<>(factSources());
    not.removeAll(landedSources(settings));
    return not;
  }

  /** Where the user's statements of its aggregates are; need not be there. */
  public Path aggregates(Settings settings, Home home) {
    return DdlFolders.of(settings, home).aggregates(plan.pipeline());
  }

  /**
   * Writes the DDL that it lacks and returns the files.
   *
   * @throws dev.prejoin.runtime.ProblemException if its file of aggregates is wrong, or ClickHouse
   *     is needed and away
   */
  public List<Path> writeDdl(Settings settings, Home home) {
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      return DdlFiles.write(plan, settings, home, new Described(clickHouse));
    }
  }

  /**
   * A drawing of it, as an SVG image.
   *
   * @throws dev.prejoin.runtime.ProblemException if its file of aggregates is wrong
   */
  public String picture(Settings settings, Home home) {
    return Picture.svg(plan, landedSources(settings), pictured(settings, home));
  }

  /**
   * The same for a page that draws it itself.
   *
   * @throws dev.prejoin.runtime.ProblemException if its file of aggregates is wrong
   */
  Drawing drawing(Settings settings, Home home) {
    return Picture.drawing(plan, landedSources(settings), pictured(settings, home));
  }

  private List<Picture.Aggregate> pictured(Settings settings, Home home) {
    return AggregateFile.read(aggregates(settings, home)).statements().stream()
        .map(statement -> new Picture.Aggregate(statement.name(), statement.table()))
        .toList();
  }
}
