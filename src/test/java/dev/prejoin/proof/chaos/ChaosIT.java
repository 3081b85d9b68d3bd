package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.devstack.Progress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./prejoin chaos}: 22 faults. */
class ChaosIT {
  private static final long SEED = 1;
  private static final int FAULTS = 22;
  private static final int RATE = 500;

  @Test
  void shouldLoseNothingAndCountNothingTwiceWhateverIsKilled() throws Exception {
    ChaosReport report =
        new Chaos(
                new ChaosSettings(
                    Path.of("").toAbsolutePath(),
                    Path.of(".prejoin", "programs"),
                    Path.of("target", "chaos"),
                    SEED,
                    FAULTS,
                    EnumSet.allOf(Fault.class),
                    false,
                    RATE,
                    new Mix(Map.of()),
                    false),
                Progress.SILENT,
                System.out::println)
            .run();

    System.out.println(report.text());
    assertThat(report.right()).as(report.text()).isTrue();
    assertThat(report.faults()).isEqualTo(FAULTS);
    assertThat(report.inFlight()).as("the share in flight").isGreaterThanOrEqualTo(0.8);
  }
}
