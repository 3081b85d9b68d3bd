package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.ViewRestates;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has rows of history made anew by the definitions that views have now. */
@Command(
    name = "restate",
    description = {
      "Makes rows of history anew by the definitions that views have now.",
      "",
      "For when a rule, a lookup or a column of a view was changed, and prejoin was started with it:"
          + " new rows are made by it, and this sends the rows of before through the view once"
          + " more, with the views before and behind it. The sink does it, at most"
          + " sink.restate.rows.per.second rows a second, while data flows; each is counted once. It"
          + " goes on after a crash, and when this command has ended. prejoin plan and prejoin"
          + " status tell which views there are. Exit status 2 if there is no such view, 4 if a"
          + " server is away or a view does not run as it is defined here."
    },
    mixinStandardHelpOptions = true)
final class RestateCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(
      paramLabel = "VIEW",
      arity = "0..*",
      description = "Views, or their targets; all that have changed unless given.")
  private List<String> views = new ArrayList<>();

  @Option(names = "--dry-run", description = "Asks for nothing; says what would be made anew.")
  private boolean dryRun;

  @Option(
      names = "--pause",
      description = "Pauses what is under way; the same command without it goes on.")
  private boolean pause;

  @Option(
      names = "--keep",
      description = "Leaves the rows as they are, for good, and ends what is under way.")
  private boolean keep;

  @Option(names = "--no-wait", description = "Ends when it is asked for; else when it is done.")
  private boolean noWait;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  RestateCommand() {
    spec = CommandSpec.create();
  }

  /**
   * What the command did.
   *
   * @param sent rows, by source
   */
  private record Told(
      List<ViewStanding> views,
      Map<String, Long> sent,
      Map<String, String> paused,
      List<String> kept) {}

  @Override
  public Integer call() throws JsonProcessingException {
    if (Stream.of(dryRun, pause, keep).filter(chosen -> chosen).count() > 1) {
      throw new ProblemException(ExitCode.USAGE, "choose one of --dry-run, --pause and --keep");
    }
    Home home = Home.find();
    Settings settings = options.read(home);
    PrintWriter out = spec.commandLine().getOut();
    try (ViewRestates restates = Pipelines.read(settings, home).restates(settings)) {
      Told told =
          pause
              ? new Told(List.of(), Map.of(), restates.pause(views), List.of())
              : keep
                  ? new Told(List.of(), Map.of(), Map.of(), restates.keep(views))
                  : restate(restates, out);
      out.print(json ? JsonOutput.of(told) + "\n" : text(told));
    }
    out.flush();
    return ExitCode.OK.status();
  }

  private Told restate(ViewRestates restates, PrintWriter out) {
    List<ViewStanding> standings = restates.standings(views);
    if (!json) {
      out.print(standings.isEmpty() ? "" : ChangedViewsText.of(standings));
      out.flush();
    }
    if (dryRun || standings.isEmpty()) {
      return new Told(standings, Map.of(), Map.of(), List.of());
    }
    Map<String, RestateRequest> asked = restates.request(views);
    if (noWait) {
      return new Told(standings, Map.of(), Map.of(), List.of());
    }
    Steps steps = new Steps(out, Ansi.AUTO.enabled());
    Map<String, Long> sent = restates.await(asked, json ? line -> {} : steps::update);
    steps.end();
    return new Told(standings, sent, Map.of(), List.of());
  }

  private String text(Told told) {
    StringBuilder text = new StringBuilder();
    if (pause) {
      told.paused.forEach(
          (source, words) -> text.append("Paused for %s, %s\n".formatted(source, words)));
      return told.paused.isEmpty() ? "Nothing is under way\n" : text.toString();
    }
    if (keep) {
      return told.kept.isEmpty()
          ? "All rows are of the present definitions\n"
          : "Their rows stay as they are: %s\n".formatted(String.join(", ", told.kept));
    }
    if (told.views.isEmpty()) {
      return "All rows are of the present definitions\n";
    }
    if (noWait) {
      text.append("Asked for; ./prejoin status tells how far it is\n");
    }
    told.sent.forEach(
        (source, rows) ->
            text.append(
                "✓ %,d rows of %s went through again, and have landed\n".formatted(rows, source)));
    return text.toString();
  }
}
