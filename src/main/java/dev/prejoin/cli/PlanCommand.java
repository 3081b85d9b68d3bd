package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.PlanText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what pipelines compile to; asks no server. */
@Command(
    name = "plan",
    description = {
      "Shows what pipelines compile to.",
      "",
      "Their sources, rules, lookups and outputs; the topics and tables they use; and the text of"
          + " their Kafka Streams topology. Asks no server. A pipeline that does not compile is told"
          + " with file, line and column, and exit status 3."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Mixin private PipelineArguments arguments = new PipelineArguments();

  @Spec private CommandSpec spec;

  PlanCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    Settings settings = options.read(home);
    Pipelines pipelines = arguments.read(settings, home);
    PrintWriter out = spec.commandLine().getOut();
    pipelines.all().forEach(pipeline -> out.println(PlanText.of(pipeline.plan())));
    out.println("Topics");
    pipelines.topics(settings).forEach(topic -> out.println("  " + topic));
    out.println();
    out.println("Tables in ClickHouse (%s)".formatted(settings.ddlDirectory()));
    pipelines.all().stream()
        .flatMap(pipeline -> pipeline.tables(settings).stream())
        .distinct()
        .forEach(table -> out.println("  " + table));
    out.println();
    out.println(pipelines.topologyText(settings));
    out.flush();
    return 0;
  }
}
