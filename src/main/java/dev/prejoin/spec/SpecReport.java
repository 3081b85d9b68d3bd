package dev.prejoin.spec;

import java.util.List;
import java.util.function.Consumer;

/** Runs specs and tells people how each scenario went. */
public final class SpecReport {
  private final Consumer<String> out;
  private int scenarios;
  private int failed;

  /**
   * @param out takes each line, or lines that belong together
   */
  public SpecReport(Consumer<String> out) {
    this.out = out;
  }

  /** Runs all; returns whether all passed. */
  public boolean run(List<Spec> specs) {
    specs.forEach(this::run);
    String all = "%s in %s".formatted(count(scenarios, "scenario"), count(specs.size(), "file"));
    out.accept(failed == 0 ? all + ", all passed" : "%s, %d failed".formatted(all, failed));
    return failed == 0;
  }

  private void run(Spec spec) {
    out.accept("%s  %s".formatted(spec.file(), spec.title()).stripTrailing());
    List<String> before = List.of();
    for (Scenario scenario : spec.scenarios()) {
      List<String> failures = scenario.run();
      scenarios++;
      failed += failures.isEmpty() ? 0 : 1;
      out.accept((failures.isEmpty() ? "  ✓ " : "  ✗ ") + scenario.title());
      // Statements that do not compile fail each scenario that has them, in the same words.
      List<String> told = failures.equals(before) ? List.of("the same") : failures;
      (failures.isEmpty() ? failures : told)
          .forEach(failure -> out.accept(failure.indent(6).stripTrailing()));
      before = failures;
    }
    out.accept("");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
