package dev.prejoin.plan;

import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.Problems;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles pipeline files. */
public final class Compiler {
  private final Relations relations;
  private final boolean infer;
  private final Problems problems;
  private final Catalog catalog = new Catalog();
  private final List<Source> sources = new ArrayList<>();
  private final List<View> views = new ArrayList<>();

  private Compiler(PipelineDefinition definition, Relations relations, boolean infer) {
    this.relations = relations;
    this.infer = infer;
    this.problems = new Problems(definition.file(), definition.text());
  }

  /**
   * Compiles one file.
   *
   * @throws ProblemException with all that is wrong, each with its place in the file
   */
  public static Plan compile(PipelineDefinition definition, Relations relations) {
    return new Compiler(definition, relations, false).compile(definition);
  }

  /**
   * Compiles one file whose views' targets need no schema: one without is what its SELECT gives.
   *
   * @throws ProblemException with all that is wrong, each with its place in the file
   */
  public static Plan infer(PipelineDefinition definition, Relations relations) {
    return new Compiler(definition, relations, true).compile(definition);
  }

  private Plan compile(PipelineDefinition definition) {
    definition.sources().forEach(this::source);
    definition.views().forEach(v -> catalog.addView(v.name(), v.target()));
    definition.views().forEach(this::view);
    problems.throwIfAny();
    return new Plan(definition.name(), sources, views);
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
    return "the source has no schema: schemas/avro/%s.avsc does not exist; ./prejoin plan --schemas writes it from %s"
        .formatted(definition.name(), definition.table());
  }

  private static String wrong(Relation relation, SourceDefinition.Kind kind) {
    if (relation.key().isEmpty()) {
      return "the source has no key: schemas/avro/%s-key.avsc does not exist; ./prejoin plan --schemas writes it from the table's primary key"
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
    Optional<View> view = new ViewCompiler(definition, catalog, problems).compile(target, infer);
    view.ifPresent(views::add);
    view.map(View::target)
        .or(() -> target)
        .ifPresentOrElse(catalog::addStream, () -> catalog.addBroken(definition.target()));
  }
}
