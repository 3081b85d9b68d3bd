package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.Home;
import dev.prejoin.app.status.Balance;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.app.status.StatusReport;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows where a run stands. */
@Command(
    name = "status",
    description = {
      "Shows where each part stands, and counts what became of each row.",
      "",
      "Positions and what waits, from the servers alone: it need not run where prejoin does. Then"
          + " every source of facts is read from its topic and its rows are looked for, by key: in"
          + " the last view's table, among the rejects, among the dead letters; those of which the"
          + " topology or the sink has not heard yet are on their way.",
      "",
      "Exit status 0 if nothing is wrong. 1 if a row is in none of these places, or a table has a"
          + " row that the source has not. 4 if a server is away, if capture, topology or sink does"
          + " not run, or if changes are missing as PostgreSQL no longer has its log: lines that"
          + " begin with ✗ say so, and what to do."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private PipelineArguments arguments = new PipelineArguments();

  @Option(names = "--no-count", description = "Counts no rows: only positions, and what waits.")
  private boolean noCount;

  @Option(names = "--json", description = "Prints it as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  StatusCommand() {
    spec = CommandSpec.create();
  }

  /** All that the command tells. */
  private record Told(StatusReport status, List<String> problems, List<Balance> balances) {}

  @Override
  public Integer call() throws JsonProcessingException {
    Home home = Home.find();
    Settings settings = options.read(home);
    PrintWriter out = spec.commandLine().getOut();
    try (StatusReader reader = arguments.read(settings, home).status(settings)) {
      StatusReport report = reader.read();
      if (!json) {
        out.print(StatusText.of(report));
        out.flush();
      }
      List<Balance> balances = noCount || !report.away().isEmpty() ? List.of() : count(reader, out);
      if (json) {
        out.println(JsonOutput.of(new Told(report, report.problems(), balances)));
      } else {
        balances.forEach(balance -> out.print("\n" + StatusText.of(balance)));
      }
      out.flush();
      return exitCode(report, balances).status();
    }
  }

  /** What is wrong for good comes before what goes on by itself. */
  static ExitCode exitCode(StatusReport report, List<Balance> balances) {
    if (!balances.stream().allMatch(Balance::holds)) {
      return ExitCode.DIFFERENT;
    }
    return report.away().isEmpty() && report.problems().isEmpty()
        ? ExitCode.OK
        : ExitCode.ENVIRONMENT;
  }

  private List<Balance> count(StatusReader reader, PrintWriter out) {
    Steps steps = new Steps(out, Ansi.AUTO.enabled());
    List<Balance> balances = reader.balances(json ? line -> {} : steps::update);
    steps.end();
    return balances;
  }
}
