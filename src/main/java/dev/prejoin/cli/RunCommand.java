package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the roles that the settings name against the servers that they name. */
@Command(
    name = "run",
    description = {
      "Captures, filters, enriches and lands, against your own servers.",
      "",
      "PostgreSQL, Kafka, the schema registry and ClickHouse are those that"
          + " config/application.properties or PREJOIN_… variables name. A server that is away is"
          + " waited for. Ends with Ctrl-C.",
      "",
      "All pipelines run together, with one capture and one sink. A source that several files"
          + " declare alike is captured and landed once. All instances that share the work must run"
          + " the same pipelines."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Mixin private PipelineArguments pipelines = new PipelineArguments();

  @Spec private CommandSpec spec;

  RunCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    Home home = Home.find();
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = options.read(home);
    Pipelines read = pipelines.read(settings, home);
    Application application =
        new Application(settings, home, read)
            .verifiedBy(new ConsoleVerification(settings, home, read));
    try (Shutdown shutdown = new Shutdown(application::close)) {
      application.start(out::println);
      out.println("Running; Ctrl-C stops it");
      ClassArchive.makeFrom(application);
      application.awaitFailure();
    }
    return 0;
  }
}
