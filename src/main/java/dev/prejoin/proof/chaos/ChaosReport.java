package dev.prejoin.proof.chaos;

import dev.prejoin.proof.node.Recoveries;
import dev.prejoin.proof.node.Role;
import dev.prejoin.runtime.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What came of a run. */
public final class ChaosReport {
  private static final double LEAST_IN_FLIGHT = 0.8;
  private static final int SHOWN = 20;

  private final ChaosProgress done;
  private final int planned;

  ChaosReport(ChaosProgress done, int planned) {
    this.done = done;
    this.planned = planned;
  }

  /** Whether nothing was lost, nothing came twice and no reader saw a wrong bucket. */
  public boolean right() {
    return done.violations().isEmpty()
        && !done.checks().isEmpty()
        && done.checks().stream().allMatch(Check::equal)
        && done.incidents().stream().allMatch(Incident::isServers);
  }

  /**
   * Whether it was right, enough faults came while something was in flight, and, where there were
   * as many faults as cells, no cell is empty.
   */
  public boolean proves() {
    return right() && inFlight() >= LEAST_IN_FLIGHT && !hasEmptyCells();
  }

  private boolean hasEmptyCells() {
    Set<Fault> tried = done.outcomes().stream().map(Outcome::fault).collect(Collectors.toSet());
    long cells = Cell.all().stream().filter(cell -> tried.contains(cell.fault())).count();
    return faults() >= cells && !Matrix.empty(done.outcomes()).isEmpty();
  }

  public ExitCode exitCode() {
    return proves() ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  /** The share of faults that met their phase. */
  public double inFlight() {
    long met = done.outcomes().stream().filter(Outcome::inFlight).count();
    return done.outcomes().isEmpty() ? 0 : met / (double) done.outcomes().size();
  }

  /** How many faults happened. */
  public int faults() {
    return done.outcomes().size();
  }

  /** For a terminal. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(Matrix.lines(done.outcomes()));
    lines.add("");
    lines.addAll(recoveries());
    lines.add("");
    done.incidents().stream().limit(SHOWN).map(ChaosReport::text).forEach(lines::add);
    done.violations().stream().limit(SHOWN).map(ChaosReport::text).forEach(lines::add);
    done.checks().stream()
        .filter(check -> !check.equal())
        .map(check -> "WRONG after %d faults: %s".formatted(check.after(), check.text()))
        .forEach(lines::add);
    lines.addAll(summary());
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> summary() {
    Check last = done.checks().isEmpty() ? null : done.checks().get(done.checks().size() - 1);
    return List.of(
        format(
            "Faults         %d of %d in %.0f s, %.0f %% of them in flight (80 %% are asked for)%s",
            faults(),
            planned,
            done.seconds(),
            100 * inFlight(),
            inFlight() < LEAST_IN_FLIGHT ? ": TOO FEW" : ""),
        last == null
            ? "Oracle         was not asked"
            : format(
                "Oracle         asked %d times, equal %d times; the last time %,d rows of L3 and %,d"
                    + " buckets of L4",
                done.checks().size(),
                done.checks().stream().filter(Check::equal).count(),
                last.rows(),
                last.buckets()),
        format("Reader         %,d looks, %d wrong", done.reads(), done.violations().size()),
        format(
            "Processes      %d of prejoin and %d of servers ended by themselves",
            done.incidents().stream().filter(incident -> !incident.isServers()).count(),
            done.incidents().stream().filter(Incident::isServers).count()),
        format(
            "Lag            %.1f s before the first fault",
            done.outcomes().stream().mapToDouble(Outcome::calmLag).max().orElse(0)),
        format("Seed           %d", done.seed()),
        verdict());
  }

  private String verdict() {
    if (!right()) {
      return "NOT as it should be";
    }
    String nothingWrong = "Nothing lost, nothing twice, no wrong bucket seen";
    return proves() ? nothingWrong : nothingWrong + "; but NOT ENOUGH was tried to say so";
  }

  private List<String> recoveries() {
    List<Recoveries> all = new ArrayList<>();
    for (Role role : Role.values()) {
      add(
          all,
          "kill -9 " + role.title(),
          role.recoversWithinSeconds(),
          outcome ->
              outcome.fault() == Fault.KILL_CLIENT && outcome.phase().hop().client() == role);
    }
    for (dev.prejoin.devstack.Server server : dev.prejoin.devstack.Server.values()) {
      add(
          all,
          "kill -9 " + server.title(),
          0,
          outcome ->
              outcome.fault() == Fault.KILL_SERVER && outcome.phase().hop().server() == server);
    }
    for (Fault fault : Fault.values()) {
      if (!fault.isKill()) {
        add(all, fault.title(), 0, outcome -> outcome.fault() == fault);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(Recoveries.heading());
    all.forEach(recoveries -> lines.add(recoveries.text()));
    return lines;
  }

  private void add(List<Recoveries> all, String what, double target, Predicate<Outcome> which) {
    List<Double> seconds =
        done.outcomes().stream()
            .filter(which)
            .filter(Outcome::hasRecovered)
            .map(Outcome::recovered)
            .toList();
    if (!seconds.isEmpty()) {
      all.add(new Recoveries(what, target, seconds));
    }
  }

  private static String text(Incident incident) {
    return format(
        "ENDED BY ITSELF at %.1f s: %s, exit status %d, after %s; its last words: %s",
        incident.at(), incident.process(), incident.status(), incident.after(), incident.words());
  }

  private static String text(Violation violation) {
    return format(
        "WRONG at %.1f s, after %s: %s", violation.at(), violation.after(), violation.what());
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
