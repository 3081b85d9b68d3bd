package dev.prejoin.plan;

import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles pipeline files. */
public final class Compiler {
  private final String text;
  private final Relations relations;
  private final Problems problems;
  private final Catalog catalog = new Catalog();
  private final List<Source> sources = new ArrayList<>();
  private final List<View> views = new ArrayList<>();

  private Compiler(PipelineDefinition definition, Relations relations) {
    this.text = definition.text();
    this.relations = relations;
    this.problems = new Problems(definition.file(), definition.text());
  }

  /**
   * Compiles one file.
   *
   * @throws ProblemException with all that is wrong, each with its place in the file
   */
  public static Plan compile(PipelineDefinition definition, Relations relations) {
    Compiler compiler = new Compiler(definition, relations);
    definition.sources().forEach(compiler::source);
    definition.views().forEach(v -> compiler.catalog.addView(v.name(), v.target()));
    definition.views().forEach(compiler::view);
    compiler.problems.throwIfAny();
    return new Plan(definition.name(), compiler.sources, compiler.views);
  }

  private void source(SourceDefinition definition) {
    Optional<Relation> found = relations.find(definition.name());
    String problem =
        found.map(r -> wrong(r, definition.kind())).orElseGet(() -> noSchema(definition));
    if (!problem.isEmpty() || found.isEmpty()) {
      problems.add(definition.line(), definition.column(), problem);
      catalog.addBroken(definition.name());
      return;
    }
    sources.add(new Source(found.get(), definition.kind(), definition.table()));
    switch (definition.kind()) {
      case STREAM -> catalog.addStream(found.get());
      case TABLE -> catalog.addDimension(found.get());
    }
  }

  private static String noSchema(SourceDefinition definition) {
    return "the source has no schema: schemas/avro/%s.avsc does not exist; write one with the columns of %s"
        .formatted(definition.name(), definition.table());
  }

  private static String wrong(Relation relation, SourceDefinition.Kind kind) {
    if (relation.key().isEmpty()) {
      return "the source has no key: schemas/avro/%s-key.avsc does not exist; write one with the columns of the primary key"
          .formatted(relation.name());
    }
    List<String> hidden =
        relation.key().stream()
            .map(Column::name)
            .filter(name -> relation.indexOf(name) < 0)
            .toList();
    return kind == SourceDefinition.Kind.STREAM || hidden.isEmpty()
        ? ""
        : "a JOIN names the key of a dimension: add %s to schemas/avro/%s.avsc"
            .formatted(String.join(", ", hidden), relation.name());
  }

  private void view(ViewDefinition definition) {
    Optional<Relation> target = relations.find(definition.target());
    Optional<View> view = new ViewCompiler(text, definition, catalog, problems).compile(target);
    view.ifPresent(views::add);
    view.map(View::target)
        .or(() -> target)
        .ifPresentOrElse(catalog::addStream, () -> catalog.addBroken(definition.target()));
  }
}
