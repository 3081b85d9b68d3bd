package dev.prejoin.plan;

import dev.prejoin.definition.Deletes;
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
  /** As many as the bits of a landed row's {@code _matched}. */
  private static final int MOST_LOOKUPS = 32;

  private final String text;
  private final Relations relations;
  private final boolean infer;
  private final Problems problems;
  private final Catalog catalog = new Catalog();
  private final List<Source> sources = new ArrayList<>();
  private final List<View> views = new ArrayList<>();

  private Compiler(
      PipelineDefinition definition, Relations relations, boolean infer, Problems problems) {
    this.text = definition.text();
    this.relations = relations;
    this.infer = infer;
    this.problems = problems;
  }

  /**
   * Compiles one file.
   *
   * @throws ProblemException with all that is wrong, each with its place in the file
   */
  public static Plan compile(PipelineDefinition definition, Relations relations) {
    return compile(definition, relations, problems(definition));
  }

  /**
   * Compiles what could be read of a file.
   *
   * @param problems what is wrong with the rest
   * @throws ProblemException with those problems and all others, in the order of the file
   */
  public static Plan compile(
      PipelineDefinition definition, Relations relations, Problems problems) {
    return new Compiler(definition, relations, false, problems).compile(definition);
  }

  /**
   * Compiles one file whose views' targets need no schema: one without is what its SELECT gives.
   *
   * @throws ProblemException with all that is wrong, each with its place in the file
   */
  public static Plan infer(PipelineDefinition definition, Relations relations) {
    return new Compiler(definition, relations, true, problems(definition)).compile(definition);
  }

  private static Problems problems(PipelineDefinition definition) {
    return new Problems(definition.file(), definition.text());
  }

  private Plan compile(PipelineDefinition definition) {
    definition.unread().forEach(catalog::addBroken);
    definition.sources().forEach(this::source);
    definition.views().forEach(v -> catalog.addView(v.name(), v.target()));
    definition.views().forEach(this::view);
    problems.throwIfAny();
    return new Plan(definition.name(), sources, views);
  }

  private void source(SourceDefinition definition) {
    Optional<Relation> found = relations.find(definition.name());
    String problem = found.map(r -> wrong(r, definition)).orElseGet(() -> noSchema(definition));
    if (!problem.isEmpty() || found.isEmpty()) {
      problems.add(definition.line(), definition.column(), problem);
      catalog.addBroken(definition.name());
      return;
    }
    DeclaredColumns.check(definition.columns(), found.get(), problems);
    sources.add(
        new Source(found.get(), definition.kind(), definition.table(), definition.deletes()));
    switch (definition.kind()) {
      case STREAM -> catalog.addStream(found.get());
      case TABLE -> catalog.addDimension(found.get());
    }
  }

  private static String noSchema(SourceDefinition definition) {
    return "the source has no schema: schemas/avro/%s.avsc does not exist; ./prejoin plan --schemas writes it from %s"
        .formatted(definition.name(), definition.table());
  }

  private static String wrong(Relation relation, SourceDefinition definition) {
    if (relation.key().isEmpty()) {
      return "the source has no key: schemas/avro/%s-key.avsc does not exist; ./prejoin plan --schemas writes it from the table's primary key"
          .formatted(relation.name());
    }
    return definition.kind() == SourceDefinition.Kind.TABLE
            && definition.deletes() == Deletes.IGNORE
        ? "deletes = 'ignore' is for a ChangeStream; a dimension has the rows that its table has"
        : "";
  }

  private void view(ViewDefinition definition) {
    Optional<Relation> target = relations.find(definition.target());
    Optional<View> view =
        new ViewCompiler(text, definition, catalog, problems).compile(target, infer);
    target
        .or(() -> view.map(inferred -> keyed(inferred.target())))
        .flatMap(Compiler::wrongKey)
        .ifPresent(
            problem -> problems.add(definition.targetLine(), definition.targetColumn(), problem));
    view.ifPresent(views::add);
    view.filter(compiled -> compiled.lookups().size() > MOST_LOOKUPS)
        .ifPresent(
            compiled ->
                problems.add(
                    definition.line(),
                    definition.column(),
                    "a view has %d lookups at most, and this one has %d; split it in two"
                        .formatted(MOST_LOOKUPS, compiled.lookups().size())));
    view.map(View::target)
        .or(() -> target)
        .ifPresentOrElse(this::readable, () -> catalog.addBroken(definition.target()));
  }

  private void readable(Relation target) {
    Relation keyed = keyed(target);
    if (keyed.key().isEmpty()) {
      catalog.addStream(target);
    } else {
      catalog.addDimension(keyed);
    }
  }

  /** A target with the key that its schema gives it, if any. */
  private Relation keyed(Relation target) {
    return new Relation(target.name(), target.columns(), relations.targetKey(target.name()));
  }

  private static Optional<String> wrongKey(Relation target) {
    return target.key().stream()
        .filter(key -> key.type().nullable() || !holds(target, key))
        .findFirst()
        .map(
            key ->
                "%s is a dimension, as schemas/avro/%s-key.avsc exists, and its key %s is no column of schemas/avro/%s.avsc: a key is made of columns, of the same types and never null"
                    .formatted(target.name(), target.name(), key, target.name()));
  }

  private static boolean holds(Relation target, Column key) {
    int column = target.indexOf(key.name());
    return column >= 0
        && target.columns().get(column).type().withNullable(false).equals(key.type());
  }
}
