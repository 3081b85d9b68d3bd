package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.spec.SpecReport;
import dev.prejoin.spec.Specs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs specs of pipelines; asks no server. */
@Command(
    name = "test-pipeline",
    description = {
      "Tests pipelines by their specs.",
      "",
      "A spec is a Markdown file of changes and of what must come out of a pipeline; docs/specs.md"
          + " tells how to write one. It runs in this process, in the topology that the pipeline"
          + " compiles to; no server is asked. Exit status 0 if all passed, 1 if one failed, 3 if a"
          + " spec cannot be read."
    },
    mixinStandardHelpOptions = true)
final class TestPipelineCommand implements Callable<Integer> {
  private static final String SHIPPED = "topology/specs";

  @Mixin private SettingsOptions options = new SettingsOptions();

  @Parameters(
      paramLabel = "PATH",
      description = "Spec files, or directories of them; " + SHIPPED + " unless given.")
  private List<Path> paths = new ArrayList<>();

  @Spec private CommandSpec spec;

  TestPipelineCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    Settings settings = options.read(home);
    Path schemas = home.path(settings.schemasDirectory());
    List<Path> asked = paths.isEmpty() ? List.of(near(home.path(SHIPPED))) : paths;
    PrintWriter out = spec.commandLine().getOut();
    boolean passed =
        new SpecReport(out::println)
            .run(Specs.read(Specs.find(asked), () -> AvroSchemas.read(schemas)::find));
    out.flush();
    return (passed ? ExitCode.OK : ExitCode.DIFFERENT).status();
  }

  /** The path as the shell that is here would name it. */
  private static Path near(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
