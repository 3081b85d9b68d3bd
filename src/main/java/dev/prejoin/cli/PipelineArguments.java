package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The pipelines that a command is about. */
final class PipelineArguments {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "Pipeline files, or directories for every .sql file in them; those of the key pipelines"
              + " unless given.")
  private List<Path> files = new ArrayList<>();

  /** As they are named, before anything is read. */
  List<Path> files(Settings settings, Home home) {
    return files.isEmpty() ? settings.pipelines().stream().map(home::path).toList() : files;
  }

  Pipelines read(Settings settings, Home home) {
    return files.isEmpty() ? Pipelines.read(settings, home) : Pipelines.read(settings, home, files);
  }
}
