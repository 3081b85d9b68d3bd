package dev.prejoin.spec;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Relations;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.spec.Part.Fence;
import dev.prejoin.spec.SpecText.ScenarioText;
import dev.prejoin.spec.SpecText.Statements;
import dev.prejoin.spec.SpecText.Statements.Inline;
import dev.prejoin.spec.SpecText.Statements.Linked;
import dev.prejoin.sql.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Compiles the statements of a spec's scenarios and binds their tables. */
final class ScenarioBinder {
  /** Inline statements that are expected to be wrong: places count from their first line. */
  private static final Path ALONE = Path.of("statements.sql");

  /** A plan, or why there is none. */
  private record Compiled(Optional<Plan> plan, List<String> problems) {}

  private record CompileKey(Statements statements, List<Fence> columns) {}

  private final Path file;
  private final Supplier<Relations> schemas;
  private final Problems problems;
  private final Map<CompileKey, Compiled> compiled = new HashMap<>();

  /**
   * @param schemas where columns come from that the spec does not list
   */
  ScenarioBinder(Path file, Supplier<Relations> schemas, Problems problems) {
    this.file = file;
    this.schemas = schemas;
    this.problems = problems;
  }

  Scenario bind(ScenarioText text) {
    return new Scenario(text.title().text(), text.title().line(), run(text));
  }

  private Supplier<List<String>> run(ScenarioText text) {
    if (text.statements() instanceof Linked linked && !Files.isRegularFile(linked.file())) {
      Cell link = linked.link();
      problems.add(link.line(), link.column(), "there is no file " + linked.file());
      return List::of;
    }
    if (text.errors().isPresent()) {
      ErrorCheck check = new ErrorCheck(file, text.errors().get(), problems);
      List<String> found = compile(text, true).problems();
      return () -> check.failures(found);
    }
    Compiled result =
        compiled.computeIfAbsent(
            new CompileKey(text.statements(), text.columns()), key -> compile(text, false));
    if (result.plan().isEmpty()) {
      return result::problems;
    }
    Plan plan = result.plan().get();
    StepBinder binder = new StepBinder(plan, problems);
    List<Step> steps = text.steps().stream().map(binder::bind).toList();
    return () -> StepRun.failures(file, plan, steps);
  }

  private Compiled compile(ScenarioText text, boolean alone) {
    Relations relations =
        text.columns().isEmpty() ? schemas.get() : ColumnLists.read(text.columns(), problems);
    try {
      return new Compiled(Optional.of(compile(text.statements(), alone, relations)), List.of());
    } catch (ProblemException e) {
      return new Compiled(Optional.empty(), e.problems());
    }
  }

  private Plan compile(Statements statements, boolean alone, Relations relations) {
    if (statements instanceof Inline inline) {
      Fence block = inline.block();
      // Lines before the block are empty, so that places are those of the spec.
      return alone
          ? compile(ALONE, block.text(), relations)
          : compile(file, "\n".repeat(block.line() - 1) + block.text(), relations);
    }
    Path linked = ((Linked) statements).file();
    return compile(linked, PipelineFile.text(linked), relations);
  }

  private static Plan compile(Path file, String text, Relations relations) {
    Problems unread = new Problems(file, text);
    return Compiler.compile(PipelineFile.parse(file, text, unread), relations, unread);
  }
}
