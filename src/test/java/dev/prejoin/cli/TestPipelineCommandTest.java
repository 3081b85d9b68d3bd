package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.runtime.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TestPipelineCommandTest {
  private static final Path POWER = Path.of("topology/specs/power.md");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldEndWithOkWhenAllPassed() {
    assertThat(execute(POWER)).isEqualTo(ExitCode.OK.status());
    assertThat(out.toString())
        .contains("✓ A reading is joined with its device")
        .endsWith("scenarios in 1 file, all passed" + System.lineSeparator());
  }

  @Test
  void shouldEndWithDifferentWhenOneFails(@TempDir Path directory) throws IOException {
    Path spec = directory.resolve("power.md");
    String pipeline = Path.of("topology/power.sql").toAbsolutePath().toString();
    Files.writeString(
        spec,
        Files.readString(POWER)
            .replace("(../power.sql)", "(" + pipeline + ")")
            .replace("|  3 | Hotel ", "|  3 | Hostel"));

    assertThat(execute(spec)).isEqualTo(ExitCode.DIFFERENT.status());
    assertThat(out.toString())
        .contains("✗ Late and changed metadata")
        .contains("- 3       Hostel          expected")
        .contains("+ 3       Hotel           came")
        .contains(", 1 failed");
  }

  @Test
  void shouldEndWithConfigurationWhenASpecCannotBeRead(@TempDir Path directory) {
    assertThat(execute(directory.resolve("none.md"))).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("none.md: the spec cannot be read");
  }

  private int execute(Path spec) {
    CommandLine commandLine = Main.commandLine();
    return commandLine
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("test-pipeline", spec.toString());
  }
}
