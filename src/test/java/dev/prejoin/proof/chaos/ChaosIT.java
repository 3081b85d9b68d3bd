package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The short forms of {@code ./prejoin chaos}, run as users do: out of the jar, so that an instance
 * that was killed is back as soon as it would be in production.
 */
@Tag("alone")
class ChaosIT {
  private static final int FAULTS = 20;
  private static final int KILLS = 3;

  @Test
  void shouldLoseNothingAndCountNothingTwiceWhateverIsKilled() throws Exception {
    assertProves("chaos", FAULTS, "--seed=1", "--rate=200", "--no-maintenance");
  }

  /** Aggregates are filled, ranges read again and views restated by processes that die. */
  @Test
  void shouldMakeAllAnewWhoeverIsKilledMeanwhile() throws Exception {
    assertProves(
        "chaos-maintenance",
        KILLS,
        "--seed=3",
        "--rate=100",
        "--maintenance",
        "--only=" + Fault.KILL_CLIENT.option());
  }

  /** It exits with 0 only if all was right, and enough was in flight at each fault. */
  private static void assertProves(String directory, int faults, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // It ends with the test's JVM, however that ends.
                "setpriv",
                "--pdeathsig=TERM",
                Path.of("prejoin").toAbsolutePath().toString(),
                "chaos",
                "--faults=" + faults,
                "--directory=target/" + directory));
    command.addAll(List.of(arguments));
    Path log = Path.of("target", directory + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int status;
    try {
      status = process.waitFor();
    } finally {
      process.destroy();
    }
    String text = Files.readString(log);
    System.out.println(text);
    assertThat(status).as(text).isZero();
    assertThat(text).contains("%1$d of %1$d".formatted(faults));
  }
}
