package dev.prejoin.spec;

import dev.prejoin.spec.Part.Fence;
import dev.prejoin.spec.SpecText.Entry;
import dev.prejoin.spec.SpecText.ScenarioText;
import dev.prejoin.spec.SpecText.Statements;
import dev.prejoin.spec.SpecText.StepText;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A scenario while its parts come in, or what stands before the first one. */
final class ScenarioDraft {
  final List<Fence> columns = new ArrayList<>();
  @Nullable Statements statements;

  private final Cell title;
  private final List<StepText> steps = new ArrayList<>();
  private final List<Entry> changes = new ArrayList<>();
  private final List<Entry> expectations = new ArrayList<>();
  private @Nullable Entry errors;

  ScenarioDraft(Cell title) {
    this.title = title;
  }

  void add(Entry entry, Problems problems) {
    switch (entry.word().role()) {
      case CHANGE -> {
        if (!expectations.isEmpty()) {
          endStep();
        }
        changes.add(entry);
      }
      case EXPECTATION -> expectations.add(entry);
      case ERRORS -> {
        if (errors != null) {
          problems.add(
              entry.at().line(), entry.at().column(), "one table tells all errors of a scenario");
        }
        errors = entry;
      }
      case STATEMENTS -> throw new IllegalStateException("statements have no table");
    }
  }

  private void endStep() {
    if (!changes.isEmpty() || !expectations.isEmpty()) {
      steps.add(new StepText(changes, expectations));
    }
    changes.clear();
    expectations.clear();
  }

  /** The scenario with what stands before all, or empty if a problem was added. */
  Optional<ScenarioText> finish(ScenarioDraft common, Problems problems) {
    common.endStep();
    endStep();
    Statements own = statements == null ? common.statements : statements;
    boolean expects = steps.stream().anyMatch(step -> !step.expectations().isEmpty());
    String problem = "";
    if (own == null) {
      problem =
          "the scenario has no statements: name a pipeline with **pipeline** [name.sql](../name.sql), or write them into a ```sql block";
    } else if (errors == null && !expects) {
      problem =
          "the scenario expects nothing: say what must come out with **rows**, **ended**, **rejects**, **dead letters**, **nothing** or **errors**";
    } else if (errors != null && !steps.isEmpty()) {
      problem = "statements with errors run nothing: give the errors a scenario of their own";
    }
    if (own == null || !problem.isEmpty()) {
      problems.add(title.line(), title.column(), problem);
      return Optional.empty();
    }
    List<Fence> allColumns = new ArrayList<>(common.columns);
    allColumns.addAll(columns);
    List<StepText> allSteps = new ArrayList<>(common.steps);
    allSteps.addAll(steps);
    return Optional.of(
        new ScenarioText(title, own, allColumns, allSteps, Optional.ofNullable(errors)));
  }
}
