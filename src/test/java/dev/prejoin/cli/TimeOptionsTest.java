package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.proof.TimeRange;
import dev.prejoin.runtime.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TimeOptionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T14:20:00Z");

  private static TimeRange range(String... arguments) {
    TimeOptions options = new TimeOptions();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
    return options.range(NOW);
  }

  @Test
  void shouldReadTimesInUtc() {
    assertThat(range("--from", "2026-11-20", "--to", "2026-11-21T14:05"))
        .isEqualTo(
            new TimeRange(
                Optional.of(Instant.parse("2026-11-20T00:00:00Z")),
                Optional.of(Instant.parse("2026-11-21T14:05:00Z"))));
    assertThat(range("--from", "2026-11-20 14:05:06").from())
        .contains(Instant.parse("2026-11-20T14:05:06Z"));
    assertThat(range().bounded()).isFalse();
  }

  @Test
  void shouldCountHoursFromTheBeginningOfThisOne() {
    assertThat(range("--hours", "1").from()).contains(Instant.parse("2026-11-21T14:00:00Z"));
    assertThat(range("--hours", "3").from()).contains(Instant.parse("2026-11-21T12:00:00Z"));
  }

  @Test
  void shouldRefuseWhatContradictsItself() {
    for (String[] arguments :
        new String[][] {
          {"--hours", "0"},
          {"--hours", "2", "--from", "2026-11-20"},
          {"--from", "2026-11-21", "--to", "2026-11-20"},
          {"--from", "yesterday"}
        }) {
      assertThatThrownBy(() -> range(arguments))
          .as(String.join(" ", arguments))
          .isInstanceOf(ProblemException.class);
    }
  }
}
