package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosReportTest {
  private static final Outcome KILL =
      new Outcome(1, "KILL_CLIENT/INSERT_ANSWERED", 10, "sink-1", true, 2.5, 0.6);
  private static final Check EQUAL = new Check(1, 20, 1_000, 30, true, "");

  @Test
  void shouldBeRightWhenNothingWasWrong() {
    ChaosReport report = report(List.of(EQUAL), List.of(), List.of());

    assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(report.text())
        .contains("kill -9 sink", "3 s: 1 of 1", "427 of 428 cells are empty", "1,000 rows of L3")
        .contains("Nothing lost, nothing twice");
  }

  @Test
  void shouldBeWrongWhenAnyJudgeSaysSo() {
    Check different = new Check(1, 20, 1_000, 30, false, "l3_power_joined: 1 missing");
    Violation violation = new Violation(11, "count 365", "fault 1");
    Incident incident = new Incident(12, "sink-2", 4, "some words", "fault 1");

    for (ChaosReport report :
        List.of(
            report(List.of(), List.of(), List.of()),
            report(List.of(EQUAL, different), List.of(), List.of()),
            report(List.of(EQUAL), List.of(violation), List.of()),
            report(List.of(EQUAL), List.of(), List.of(incident)))) {
      assertThat(report.exitCode()).isEqualTo(ExitCode.DIFFERENT);
      assertThat(report.text()).contains("NOT as it should be");
    }
    assertThat(report(List.of(different), List.of(violation), List.of(incident)).text())
        .contains("1 missing", "count 365", "some words");
  }

  @Test
  void shouldSayThatTooFewFaultsWereInFlight() {
    Outcome missed = new Outcome(2, KILL.cell(), 20, "sink-1", false, 2.5, 0.6);

    ChaosReport report = report(List.of(KILL, missed));

    assertThat(report.right()).isTrue();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DIFFERENT);
    assertThat(report.text()).contains("50 % of them in flight", "TOO FEW", "NOT ENOUGH");
  }

  @Test
  void shouldSayThatACellStayedEmpty() {
    List<Outcome> kills =
        Cell.all().stream()
            .filter(cell -> cell.fault() == Fault.KILL_CLIENT)
            .map(cell -> new Outcome(1, cell.id(), 10, "sink-1", true, 2.5, 0.6))
            .collect(Collectors.toCollection(ArrayList::new));
    assertThat(report(kills).exitCode()).isEqualTo(ExitCode.OK);

    kills.set(3, new Outcome(1, kills.get(3).cell(), 10, "sink-1", false, 2.5, 0.6));

    assertThat(report(kills).exitCode()).isEqualTo(ExitCode.DIFFERENT);
    assertThat(report(kills).text()).contains("NOT ENOUGH");
  }

  private static ChaosReport report(List<Outcome> outcomes) {
    return new ChaosReport(
        new ChaosProgress(1, outcomes, List.of(EQUAL), List.of(), List.of(), 100, 30),
        outcomes.size());
  }

  @Test
  void shouldKeepItsProgress(@TempDir Path directory) {
    ChaosProgress progress =
        new ChaosProgress(7, List.of(KILL), List.of(EQUAL), List.of(), List.of(), 12, 34.5);
    progress.write(directory);

    assertThat(ChaosProgress.read(directory)).isEqualTo(progress);
  }

  @Test
  void shouldTellThatThereIsNothingToResume(@TempDir Path directory) {
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> ChaosProgress.read(directory));

    assertThat(e.getMessage()).contains("chaos.json", "--resume");
  }

  private static ChaosReport report(
      List<Check> checks, List<Violation> violations, List<Incident> incidents) {
    return new ChaosReport(
        new ChaosProgress(1, List.of(KILL), checks, violations, incidents, 100, 30), 1);
  }
}
