package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is told before any server is asked. */
class BackfillCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          power             | --keys 1..2                          | no table power is captured; those that are: experiments_events, assignments_outbox,
          l1_power_raw      |                                      | give either --from and --to, or --keys FIRST..LAST; ./prejoin snapshot l1_power_raw takes all
          l1_power_raw      | --keys 1..2 --from 2026-11-21T16:00Z | give either --from and --to, or --keys
          l1_power_raw      | --keys 1..2 --column timestamp       | give either --from and --to, or --keys
          l1_power_raw      | --keys 7                             | --keys must look like 1000..2000, not 7
          l1_power_raw      | --keys ..                            | --keys must look like 1000..2000, not ..
          l1_power_raw      | --from yesterday                     | --from must look like 2026-11-21T16:00:00Z, not yesterday
          l1_power_raw      | --to 2026                            | --to must look like 2026-11-21T16:00:00Z, not 2026
          l1_power_raw      | --from 2026-11-21T16:00:00Z --to 2026-11-21T16:00:00Z | --from must be before --to: 2026-11-21T16:00:00Z is not before
          l1_power_raw      | --from 2026-11-21T16:00:00Z --column device_id | l1_power_raw has no column of time device_id; it has timestamp
          device_metadata   | --from 2026-11-21T16:00:00Z          | device_metadata has no column of time: use --keys
          l1_power_raw      | --pause --cancel                     | choose one of --pause and --cancel
          """)
  void shouldSayWhatDoesNotFitTheTable(String table, String options, String message) {
    StringWriter words = new StringWriter();
    CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(words));
    List<String> arguments =
        Stream.concat(
                Stream.of("backfill", table),
                options == null ? Stream.of() : Arrays.stream(options.split(" ")))
            .toList();

    assertThat(commandLine.execute(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(words.toString()).contains(message);
  }
}
