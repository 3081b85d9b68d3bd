package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Resnapshot;
import dev.prejoin.config.Settings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has tables snapshotted anew. */
@Command(
    name = "snapshot",
    description = {
      "Asks the capture to snapshot tables anew.",
      "",
      "For when changes are missing: the replication slot was dropped, PostgreSQL gave up its log,"
          + " or rows were changed behind its back. Rows come again while changes stream on; none"
          + " is counted twice, and rows that are gone are removed at the end. The capture takes"
          + " it up within seconds, or when it next starts; its status says how far it is.",
      "",
      "Also for when the topology has ended because its topic no longer has records that it was to"
          + " read: it passes over them when it next starts, and they come again by the snapshot."
    },
    mixinStandardHelpOptions = true)
final class SnapshotCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..*",
      description = "Such as public.power_readings, or its topic; all tables unless given.")
  private List<String> tables = new ArrayList<>();

  @Spec private CommandSpec spec;

  SnapshotCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    Settings settings = options.read(home);
    PrintWriter out = spec.commandLine().getOut();
    Resnapshot.Request asked = Resnapshot.request(settings, tables);
    out.println(
        "Asked capture %s to snapshot anew: %s"
            .formatted(settings.captureName(), String.join(", ", asked.tables())));
    asked.passedOver().forEach(line -> out.println("The topology " + line));
    return 0;
  }
}
