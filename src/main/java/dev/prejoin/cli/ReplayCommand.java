package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.Home;
import dev.prejoin.app.replay.Replay;
import dev.prejoin.app.replay.Replay.Extent;
import dev.prejoin.app.replay.ReplayReport;
import dev.prejoin.app.replay.ReplayRequest;
import dev.prejoin.app.replay.ReplayRequest.Kind;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends rejects or dead letters through again. */
@Command(
    name = "replay",
    description = {
      "Sends rejects or dead letters through again, each exactly once.",
      "",
      "After a rule was changed, say, and prejoin was started with it. Each record is read at its"
          + " place in the source's topic and sent to that topic once more, with its place: what"
          + " comes of it replaces what came of it before. A row that has changed since is left to"
          + " its later change. It may be ended at any moment and begun again. Exit status 1 if"
          + " something was put aside again, 4 if a server is away."
    },
    subcommands = {ReplayRejectsCommand.class, ReplayDeadLettersCommand.class},
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Runnable {
  @Spec private CommandSpec spec;

  ReplayCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing what to replay: rejects or dead-letters");
  }

  /** What both kinds have in common. */
  static final class Options {
    @Mixin private ServerOptions servers = new ServerOptions();

    @Mixin private PipelineArguments arguments = new PipelineArguments();

    @Option(
        names = "--since",
        paramLabel = "TIME",
        converter = SinceConverter.class,
        description =
            "Only what the source committed then or later: 2026-11-21T16:00:00Z, or 90s, 15m, 2h,"
                + " 7d ago.")
    private @Nullable Since since;

    @Option(names = "--dry-run", description = "Sends nothing; says what would be sent.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Ends when all is sent; else when all has landed.")
    private boolean noWait;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    int replay(CommandSpec spec, Kind kind, @Nullable String view, @Nullable String rule)
        throws JsonProcessingException {
      Home home = Home.find();
      Settings settings = servers.read(home);
      Optional<Instant> from =
          Optional.ofNullable(since).map(time -> time.at(InstantSource.system()));
      ReplayRequest request =
          new ReplayRequest(kind, Optional.ofNullable(view), Optional.ofNullable(rule), from);
      PrintWriter out = spec.commandLine().getOut();
      Steps steps = new Steps(out, Ansi.AUTO.enabled());
      try (Replay replay = arguments.read(settings, home).replay(settings)) {
        ReplayReport report = replay.run(request, extent(), json ? line -> {} : steps::update);
        if (json) {
          out.println(JsonOutput.of(report));
        } else {
          steps.end();
          out.print(ReplayText.of(kind, report));
        }
        out.flush();
        return (report.outcome().filter(o -> o.rejected() + o.dead() > 0).isPresent()
                ? ExitCode.DIFFERENT
                : ExitCode.OK)
            .status();
      }
    }

    private Extent extent() {
      return dryRun ? Extent.DRY_RUN : noWait ? Extent.SEND : Extent.SEND_AND_WAIT;
    }
  }
}
