package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.RebuildRequest;
import dev.prejoin.app.RebuildRequest.Action;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has aggregates counted anew from all rows. */
@Command(
    name = "rebuild",
    description = {
      "Counts aggregates anew from all rows that their table has, while rows flow.",
      "",
      "When its statement in clickhouse/ddl/<pipeline>.sql was changed, it is made anew beside the"
          + " one that is there: queries read that until all rows are counted, and then the new one."
          + " Else it is counted as it is.",
      "",
      "It is the sinks that do it, bucket by bucket, the newest months first: each bucket is as it was"
          + " until it is as it should be. An aggregate that is made when there are rows already is"
          + " counted so by itself. What is asked for is in ClickHouse: this command may be ended,"
          + " and so may the sinks, at any moment; they go on where they were. It ends when all is"
          + " counted. Exit status 1 if it was paused meanwhile, 4 if ClickHouse is away."
    },
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(
      paramLabel = "AGGREGATE",
      arity = "0..*",
      description = "Such as l4_power_agg_stats; --pause and --resume take all unless given.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--pause", description = "Has it rest, durably, until it is resumed.")
  private boolean pause;

  @Option(names = "--resume", description = "Has it go on where it was.")
  private boolean resume;

  @Option(names = "--no-wait", description = "Ends when it is asked for.")
  private boolean noWait;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  RebuildCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (pause && resume) {
      throw new ParameterException(spec.commandLine(), "--pause or --resume, not both");
    }
    Action action = pause ? Action.PAUSE : resume ? Action.RESUME : Action.BEGIN;
    if (names.isEmpty() && action == Action.BEGIN) {
      throw new ParameterException(
          spec.commandLine(), "Missing which aggregate: ./prejoin plan names them");
    }
    PrintWriter out = spec.commandLine().getOut();
    Steps steps = new Steps(out, Ansi.AUTO.enabled());
    Home home = Home.find();
    Settings settings = options.read(home);
    try (RebuildRequest request = new RebuildRequest(settings, home)) {
      List<String> asked =
          request.ask(action, named(request, Pipelines.read(settings, home), action, steps));
      boolean waits = !noWait && action != Action.PAUSE;
      List<Filling> standing =
          waits ? request.await(asked, now -> show(steps, now)) : request.standing(asked);
      if (json) {
        out.println(JsonOutput.of(standing));
      } else {
        steps.end();
        standing.forEach(filling -> out.println(RebuildText.of(filling)));
        if (standing.isEmpty()) {
          out.println("No aggregate is being counted anew");
        }
      }
      out.flush();
      boolean all = standing.stream().allMatch(Filling::done);
      return (waits && !all ? ExitCode.DIFFERENT : ExitCode.OK).status();
    }
  }

  /** As whoever counts them calls them. */
  private List<String> named(
      RebuildRequest request, Pipelines pipelines, Action action, Steps steps) {
    return action == Action.BEGIN
        ? request.makeAnew(pipelines, names, json ? line -> {} : steps::step)
        : request.last(names);
  }

  private void show(Steps steps, List<Filling> now) {
    if (!json) {
      steps.update(now.stream().map(RebuildText::of).collect(Collectors.joining("; ")));
    }
  }
}
