package dev.prejoin.spec;

import dev.prejoin.plan.Plan;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.spec.Step.Expected;
import dev.prejoin.topology.TrialRun;
import dev.prejoin.topology.TrialRun.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the steps of a scenario and compares what comes out of each. */
final class StepRun {
  private final Path file;
  private final List<Outlet> outlets;
  private final List<String> failures = new ArrayList<>();

  private StepRun(Path file, Plan plan) {
    this.file = file;
    this.outlets = Outlet.of(plan);
  }

  /** What is not as expected, a text for each table of each step. */
  static List<String> failures(Path file, Plan plan, List<Step> steps) {
    StepRun run = new StepRun(file, plan);
    try (TrialRun trial = TrialRun.of(plan, RowCodecs.json())) {
      for (Step step : steps) {
        step.sends().forEach(s -> trial.send(s.topic(), s.key(), s.value(), s.origin()));
        run.compare(step, trial);
      }
    }
    return run.failures;
  }

  private void compare(Step step, TrialRun trial) {
    Map<String, List<Output>> topics = new HashMap<>();
    for (Outlet outlet : outlets) {
      List<Map<String, String>> came =
          topics.computeIfAbsent(outlet.topic(), trial::read).stream()
              .filter(outlet::takes)
              .map(outlet::texts)
              .toList();
      Optional<Expected> expected =
          step.expected().stream().filter(e -> e.outlet().equals(outlet)).findFirst();
      if (expected.isPresent()) {
        compare(expected.get(), came);
      } else if (!came.isEmpty()) {
        silence(outlet, step).ifPresent(line -> unexpected(outlet, came, line));
      }
    }
  }

  /**
   * The line because of which nothing may come, or empty if it may: rejects and dead letters never
   * come unsaid; rows may, of targets that a step does not name.
   */
  private static Optional<Integer> silence(Outlet outlet, Step step) {
    return switch (outlet.word()) {
      case REJECTS, DEAD_LETTERS -> Optional.of(step.line());
      default -> Optional.ofNullable(step.quiet().get(outlet.name()));
    };
  }

  private void compare(Expected expected, List<Map<String, String>> came) {
    Outlet outlet = expected.outlet();
    RowDiff diff =
        new RowDiff(expected.columns(), expected.rows(), texts(expected.columns(), came));
    if (!diff.isEmpty()) {
      failures.add(
          text(
              expected.line(),
              outlet,
              "%d expected, %d came".formatted(expected.rows().size(), came.size()),
              diff));
    }
  }

  private void unexpected(Outlet outlet, List<Map<String, String>> came, int line) {
    List<String> all = outlet.fields().stream().map(Field::name).toList();
    failures.add(
        text(
            line,
            outlet,
            "none expected, %d came".formatted(came.size()),
            new RowDiff(all, List.of(), texts(all, came))));
  }

  private static List<List<String>> texts(List<String> columns, List<Map<String, String>> came) {
    return came.stream()
        .map(row -> columns.stream().map(c -> row.getOrDefault(c, "")).toList())
        .toList();
  }

  private String text(int line, Outlet outlet, String what, RowDiff diff) {
    List<String> lines = new ArrayList<>();
    lines.add("%s:%d: %s %s: %s".formatted(file, line, outlet.word().text(), outlet.name(), what));
    diff.lines().forEach(l -> lines.add("    " + l));
    return String.join(System.lineSeparator(), lines);
  }
}
