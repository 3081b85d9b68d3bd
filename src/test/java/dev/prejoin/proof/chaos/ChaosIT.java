package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.devstack.Progress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short forms of {@code ./prejoin chaos}, which ask how much is in flight at each fault. */
@Tag("alone")
class ChaosIT {
  private static final int FAULTS = 22;
  private static final int KILLS = 5;

  @Test
  void shouldLoseNothingAndCountNothingTwiceWhateverIsKilled() throws Exception {
    ChaosReport report = run("chaos", 1, FAULTS, EnumSet.allOf(Fault.class), false, 500);

    assertThat(report.faults()).isEqualTo(FAULTS);
  }

  /** Aggregates are filled, ranges read again and views restated by processes that die. */
  @Test
  void shouldMakeAllAnewWhoeverIsKilledMeanwhile() throws Exception {
    ChaosReport report =
        run("chaos-maintenance", 3, KILLS, EnumSet.of(Fault.KILL_CLIENT), true, 100);

    assertThat(report.faults()).isEqualTo(KILLS);
  }

  private static ChaosReport run(
      String directory, long seed, int faults, Set<Fault> only, boolean maintenance, int rate)
      throws InterruptedException {
    ChaosReport report =
        new Chaos(
                new ChaosSettings(
                    Path.of("").toAbsolutePath(),
                    Path.of(".prejoin", "programs"),
                    Path.of("target", directory),
                    seed,
                    faults,
                    only,
                    Optional.of(maintenance),
                    rate,
                    new Mix(Map.of()),
                    false),
                Progress.SILENT,
                System.out::println)
            .run();
    System.out.println(report.text());
    assertThat(report.right()).as(report.text()).isTrue();
    assertThat(report.inFlight()).as("the share in flight").isGreaterThanOrEqualTo(0.8);
    return report;
  }
}
