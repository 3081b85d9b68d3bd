package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Pipeline;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.PlanText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a pipeline compiles to; asks no server. */
@Command(
    name = "plan",
    description = {
      "Shows what a pipeline compiles to.",
      "",
      "Its sources, rules, lookups and outputs; the topics and tables it uses; and the text of"
          + " its Kafka Streams topology. Asks no server. A pipeline that does not compile is told"
          + " with file, line and column, and exit status 3."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Spec private CommandSpec spec;

  PlanCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    Settings settings = options.read(home);
    Pipeline pipeline = Pipeline.read(settings, home);
    PrintWriter out = spec.commandLine().getOut();
    out.println(PlanText.of(pipeline.plan()));
    out.println("Topics");
    pipeline.topics(settings).forEach(topic -> out.println("  " + topic));
    out.println();
    out.println("Tables in ClickHouse (%s)".formatted(settings.ddlDirectory()));
    pipeline.tables(settings).forEach(table -> out.println("  " + table));
    out.println();
    out.println(pipeline.topologyText(settings));
    out.flush();
    return 0;
  }
}
