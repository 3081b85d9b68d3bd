package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.Progress;
import dev.prejoin.proof.OracleSettings;
import dev.prejoin.proof.TimeRange;
import dev.prejoin.proof.Verify;
import dev.prejoin.proof.VerifyReport;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares what has landed with what the same SQL says over the source. */
@Command(
    name = "verify",
    description = {
      "Compares what has landed with what the same SQL says over the source, while data flows.",
      "",
      "ClickHouse runs the pipeline's views over the tables in PostgreSQL, in a database of its own"
          + " that is dropped at the end. When all has landed that was committed by then, every"
          + " row is compared, by key; keys that differ are looked at again, as they may have"
          + " changed meanwhile. Then every bucket of every aggregate is compared with your own"
          + " statement over the landed rows. It need not run where prejoin does, but ClickHouse"
          + " must reach PostgreSQL. Exit status 1 if a row or a bucket differs."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private PipelineArguments arguments = new PipelineArguments();

  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--source-address",
      paramLabel = "HOST:PORT",
      description = "PostgreSQL, if ClickHouse reaches it by another address than prejoin.")
  private @Nullable String sourceAddress;

  @Option(names = "--json", description = "Prints it as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  VerifyCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Home home = Home.find();
    Settings settings = options.read(home);
    TimeRange range = times.range(Instant.now());
    OracleSettings servers = servers(settings);
    Pipelines pipelines = arguments.read(settings, home);
    PrintWriter out = spec.commandLine().getOut();
    Steps steps = new Steps(out, Ansi.AUTO.enabled());
    List<VerifyReport> reports = new ArrayList<>();
    try (LandingBarrier barrier = pipelines.barrier(settings)) {
      for (Pipeline pipeline : pipelines.all()) {
        Verify verify =
            new Verify(
                servers,
                VerifyScope.of(pipeline, settings, home, range),
                VerifyScope.barrier(barrier));
        VerifyReport report = verify.run(json ? Progress.SILENT : steps);
        steps.end();
        reports.add(report);
        if (!json) {
          out.print("\n" + VerifyText.of(report));
          out.flush();
        }
      }
    }
    if (json) {
      out.println(JsonOutput.of(reports));
      out.flush();
    }
    return (reports.stream().allMatch(VerifyReport::equal) ? ExitCode.OK : ExitCode.DIFFERENT)
        .status();
  }

  private OracleSettings servers(Settings settings) {
    Settings.Postgres postgres = settings.postgres();
    if (sourceAddress == null) {
      return VerifyScope.servers(settings, postgres.host(), postgres.port());
    }
    Matcher address = ADDRESS.matcher(sourceAddress);
    if (!address.matches()) {
      throw new ProblemException(
          ExitCode.USAGE, "--source-address must look like host:5432, not " + sourceAddress);
    }
    return VerifyScope.servers(settings, address.group(1), Integer.parseInt(address.group(2)));
  }
}
