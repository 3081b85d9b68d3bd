package dev.prejoin.spec;

import dev.prejoin.spec.Part.Fence;
import dev.prejoin.spec.Part.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A spec file as written, before its names and values are looked at.
 *
 * @param text all of it
 */
record SpecText(Path file, String text, String title, List<ScenarioText> scenarios) {
  SpecText {
    scenarios = List.copyOf(scenarios);
  }

  /** Where a scenario's statements are. */
  sealed interface Statements {
    /** In a block of the spec itself. */
    record Inline(Fence block) implements Statements {}

    /** In a pipeline file that the spec names. */
    record Linked(Path file, Cell link) implements Statements {}
  }

  /**
   * A table with the line that says what it is.
   *
   * @param name what it is of, a source or a target; for NOTHING, empty if it is of all
   * @param table without rows if the word needs none
   */
  record Entry(Word word, Cell at, Cell name, Table table) {}

  /** Changes, and then what must have come out of them. */
  record StepText(List<Entry> changes, List<Entry> expectations) {
    StepText {
      changes = List.copyOf(changes);
      expectations = List.copyOf(expectations);
    }
  }

  /**
   * One heading with what stands under it.
   *
   * @param columns blocks of column lists; none if the columns come from the Avro schemas
   * @param errors what is wrong with the statements; if so, there are no steps
   */
  record ScenarioText(
      Cell title,
      Statements statements,
      List<Fence> columns,
      List<StepText> steps,
      Optional<Entry> errors) {
    ScenarioText {
      columns = List.copyOf(columns);
      steps = List.copyOf(steps);
    }
  }
}
