package dev.prejoin.proof.chaos;

import java.util.ArrayList;
import java.util.List;

/** What happens in a run, as it happens: several threads write it. */
final class Journal {
  private static final int MOST_VIOLATIONS = 200;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long began = System.nanoTime();
  private final ChaosProgress before;
  private final List<Outcome> outcomes;
  private final List<Check> checks;
  private final List<Violation> violations;
  private final List<Incident> incidents;
  private String lastFault = "the start";

  Journal(ChaosProgress before) {
    this.before = before;
    outcomes = new ArrayList<>(before.outcomes());
    checks = new ArrayList<>(before.checks());
    violations = new ArrayList<>(before.violations());
    incidents = new ArrayList<>(before.incidents());
  }

  /** Seconds since the run began, those before a resumption included. */
  double seconds() {
    return before.seconds() + (System.nanoTime() - began) / NANOS_PER_SECOND;
  }

  synchronized void begins(String fault) {
    lastFault = fault;
  }

  synchronized void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  synchronized void add(Check check) {
    checks.add(check);
  }

  /** The same again is not told again. Returns whether it was new. */
  synchronized boolean violation(String what) {
    boolean known = violations.stream().anyMatch(violation -> violation.what().equals(what));
    if (known || violations.size() >= MOST_VIOLATIONS) {
      return false;
    }
    violations.add(new Violation(seconds(), what, lastFault));
    return true;
  }

  synchronized void incident(String process, int status, String words) {
    incidents.add(new Incident(seconds(), process, status, words, lastFault));
  }

  synchronized List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  synchronized ChaosProgress progress(long reads) {
    return new ChaosProgress(
        before.seed(),
        List.copyOf(outcomes),
        List.copyOf(checks),
        List.copyOf(violations),
        List.copyOf(incidents),
        before.reads() + reads,
        seconds());
  }
}
