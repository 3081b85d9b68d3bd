package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One compiled pipeline.
 *
 * @param file its statements
 */
public record Pipeline(Path file, Plan plan) {

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

  /** The names of its sources of facts. */
  public Set<String> factSources() {
    return facts().stream().map(source -> source.relation().name()).collect(Collectors.toSet());
  }

  /** The tables that its rows land in, each with its columns. */
  public List<String> tables(Settings settings) {
    return Stream.of(
            dimensions().stream().map(Source::relation),
            facts().stream().map(Source::relation).filter(fact -> settings.sink().landL1()),
            plan.views().stream().map(View::target))
        .flatMap(Function.identity())
        .map(Pipeline::describe)
        .toList();
  }

  private static String describe(Relation table) {
    return "%s (%s)"
        .formatted(
            table.name(),
            table.columns().stream().map(Column::toString).collect(Collectors.joining(", ")));
  }
}
