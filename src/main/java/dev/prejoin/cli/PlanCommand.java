package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Needs;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.SchemaFiles;
import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.text.Lines;
import dev.prejoin.plan.text.PlanText;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what pipelines compile to, and writes the files that they lack. */
@Command(
    name = "plan",
    description = {
      "Shows what pipelines compile to.",
      "",
      "Their sources, and each view as a tree of rules, lookups and columns; the topics and tables"
          + " they need, compared with what is there: what will be made, what does not fit (exit"
          + " status 4) and how to mend it. A server that is away is told of and not waited for. A"
          + " view that is defined otherwise than what made its rows is told with what differs and how"
          + " many rows would be restated. A pipeline that does not compile is told with file, line and column, and exit status 3."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Mixin private PipelineArguments arguments = new PipelineArguments();

  @Spec private CommandSpec spec;

  @Option(names = "--offline", description = "Asks no server what is there.")
  private boolean offline;

  @Option(
      names = "--schemas",
      description =
          "Writes the Avro schemas that are missing: of views from their SELECT, of sources from"
              + " their tables in PostgreSQL. No file is overwritten.")
  private boolean schemas;

  @Option(
      names = "--ddl",
      description =
          "Writes the DDL that is missing: the tables that rows land in, and what keeps the"
              + " aggregates of <ddl.directory>/<pipeline>.sql exact. No file is overwritten; only"
              + " for a new aggregate is ClickHouse asked, for its types.")
  private boolean ddl;

  @Option(
      names = "--picture",
      paramLabel = "FILE.svg",
      description = "Draws the topology into a file, over what is there.")
  private @Nullable Path picture;

  @Option(
      names = "--topology",
      description = "Shows the topology as Kafka Streams describes it, too.")
  private boolean topology;

  PlanCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    Settings settings = options.read(home);
    PrintWriter out = spec.commandLine().getOut();
    if (schemas) {
      SchemaFiles.Written written =
          SchemaFiles.write(settings, home, arguments.files(settings, home));
      tell(out, written.files(), "no schema is missing");
      written.notes().forEach(note -> out.println("  " + note));
    }
    Pipelines pipelines = arguments.read(settings, home);
    for (Pipeline pipeline : pipelines.all()) {
      if (ddl) {
        tell(
            out, pipeline.writeDdl(settings, home), "no DDL of " + pipeline.name() + " is missing");
      }
    }
    draw(pipelines, settings, home, out);
    Lines lines = Lines.of(outputCharset());
    pipelines.all().forEach(pipeline -> out.println(PlanText.of(pipeline.plan(), lines)));
    List<Needs> needs = pipelines.needs(settings, home, !offline);
    out.print(NeedsText.of(needs, lines));
    if (!offline) {
      List<ViewStanding> changed = pipelines.changedViews(settings);
      out.print(changed.isEmpty() ? "" : "\n" + ChangedViewsText.of(changed));
    }
    if (topology) {
      out.println();
      out.println(pipelines.topologyText(settings));
    }
    out.flush();
    return needs.stream().allMatch(Needs::fit)
        ? ExitCode.OK.status()
        : ExitCode.ENVIRONMENT.status();
  }

  private static void tell(PrintWriter out, List<Path> written, String none) {
    written.forEach(file -> out.println("✓ wrote " + file));
    if (written.isEmpty()) {
      out.println("✓ " + none);
    }
  }

  private void draw(Pipelines pipelines, Settings settings, Home home, PrintWriter out) {
    if (picture == null) {
      return;
    }
    if (pipelines.all().size() > 1) {
      throw new ProblemException(
          ExitCode.USAGE, "a picture is of one pipeline: name its file behind the options");
    }
    try {
      Files.writeString(picture, pipelines.all().get(0).picture(settings, home));
      out.println("✓ drew " + picture);
    } catch (IOException e) {
      throw new ProblemException(ExitCode.USAGE, picture + " cannot be written: " + e);
    }
  }

  /** From JDK 19 on, the property has the name without sun. */
  private static Charset outputCharset() {
    String name =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
    return name.isEmpty() ? Charset.defaultCharset() : Charset.forName(name);
  }
}
