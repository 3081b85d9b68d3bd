package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.backfill.Backfill;
import dev.prejoin.app.backfill.BackfillReport;
import dev.prejoin.capture.BackfillRange;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a range of a table read again. */
@Command(
    name = "backfill",
    description = {
      "Reads a range of a table again from the source, while changes stream on.",
      "",
      "For when changes of some rows are missing: rows were changed behind the capture's back, or"
          + " were dead letters. The capture reads the range in chunks, each with its place in the"
          + " stream; none of its rows is counted twice, rows outside are not touched, and rows"
          + " that had landed and are gone from the source end. Bounded by a time or by the"
          + " primary key; without bounds, prejoin snapshot takes the whole table anew. It goes on"
          + " after a crash; the same command follows it, and goes on with it. Exit status 2 if"
          + " there is no such table, 3 if the range does not fit it, 4 if a server is away."
    },
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "TABLE", description = "Such as public.power_readings, or its topic.")
  private String table = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Rows of this time or later, such as 2026-11-21T16:00:00Z.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Rows before this time.")
  private String to = "";

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column of time; the table's first one unless given.")
  private String column = "";

  @Option(
      names = "--keys",
      paramLabel = "FIRST..LAST",
      description =
          "Rows of these primary keys, both included, either may be missing: 1000..2000. Values of"
              + " a key of several columns have commas between: a,1..a,9.")
  private String keys = "";

  @Option(names = "--pause", description = "Pauses what is under way; the same range goes on.")
  private boolean pause;

  @Option(names = "--cancel", description = "Ends what is under way; what has come stays.")
  private boolean cancel;

  @Option(
      names = "--no-wait",
      description =
          "Ends when it is asked for. The same command without it waits, and ends rows that are"
              + " gone.")
  private boolean noWait;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  BackfillCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (pause && cancel) {
      throw new ProblemException(ExitCode.USAGE, "choose one of --pause and --cancel");
    }
    Home home = Home.find();
    Settings settings = options.read(home);
    Pipelines pipelines = Pipelines.read(settings, home);
    Source source = pipelines.source(table);
    // Before any server is asked, which may be away.
    Optional<BackfillRange> range = pause || cancel ? Optional.empty() : Optional.of(range(source));
    PrintWriter out = spec.commandLine().getOut();
    try (Backfill backfill = pipelines.backfill(settings)) {
      if (range.isEmpty()) {
        Optional<String> ended = backfill.end(source, cancel);
        out.println(
            ended
                .map(words -> (cancel ? "Ended: " : "Paused: ") + words)
                .orElse("Nothing of %s is under way".formatted(source.table())));
      } else {
        begin(backfill, source, range.get(), out);
      }
    }
    out.flush();
    return ExitCode.OK.status();
  }

  private void begin(Backfill backfill, Source source, BackfillRange range, PrintWriter out)
      throws JsonProcessingException {
    String id = backfill.begin(source, range);
    if (noWait) {
      out.println("Asked capture to read %s of %s again".formatted(range.text(), source.table()));
      return;
    }
    Steps steps = new Steps(out, Ansi.AUTO.enabled());
    BackfillReport report = backfill.complete(source, range, id, json ? line -> {} : steps::update);
    steps.end();
    if (json) {
      out.println(JsonOutput.of(report));
    } else {
      out.println(
          "✓ %,d rows of %s, %s, have come again and landed; %,d were gone"
              .formatted(report.rows(), report.table(), report.range(), report.gone()));
      report.notes().forEach(note -> out.println("  " + note));
    }
  }

  private BackfillRange range(Source source) {
    boolean timed = !from.isEmpty() || !to.isEmpty();
    if (timed == !keys.isEmpty() || (!timed && !column.isEmpty())) {
      throw new ProblemException(
          ExitCode.USAGE,
          "give either --from and --to, or --keys FIRST..LAST; ./prejoin snapshot %s takes all"
              .formatted(table));
    }
    return timed ? times(source) : keyRange(source);
  }

  private BackfillRange times(Source source) {
    List<Column> times =
        source.relation().columns().stream().filter(found -> found.type().isTime()).toList();
    if (times.isEmpty()) {
      throw new ProblemException(
          ExitCode.USAGE,
          "%s has no column of time: use --keys".formatted(source.relation().name()));
    }
    String name = column.isEmpty() ? times.get(0).name() : column;
    Column time =
        times.stream()
            .filter(found -> found.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ExitCode.USAGE,
                        "%s has no column of time %s; it has %s"
                            .formatted(
                                source.relation().name(),
                                name,
                                String.join(", ", times.stream().map(Column::name).toList()))));
    List<String> first = BackfillTime.of("--from", from, time);
    List<String> end = BackfillTime.of("--to", to, time);
    if (!first.isEmpty() && !end.isEmpty() && first.get(0).compareTo(end.get(0)) >= 0) {
      throw new ProblemException(
          ExitCode.USAGE, "--from must be before --to: %s is not before %s".formatted(from, to));
    }
    return BackfillRange.ofTime(name, first, end);
  }

  private BackfillRange keyRange(Source source) {
    int dots = keys.indexOf("..");
    if (dots < 0 || keys.equals("..")) {
      throw new ProblemException(ExitCode.USAGE, "--keys must look like 1000..2000, not " + keys);
    }
    return BackfillRange.ofKeys(
        key(source, keys.substring(0, dots)), key(source, keys.substring(dots + 2)));
  }

  private static List<String> key(Source source, String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<Column> columns = source.relation().key();
    List<String> values = columns.size() == 1 ? List.of(text) : List.of(text.split(",", -1));
    if (values.size() != columns.size()) {
      throw new ProblemException(
          ExitCode.USAGE,
          "the primary key of %s is (%s); %s has %d values"
              .formatted(
                  source.table(),
                  String.join(", ", columns.stream().map(Column::name).toList()),
                  text,
                  values.size()));
    }
    return values;
  }
}
