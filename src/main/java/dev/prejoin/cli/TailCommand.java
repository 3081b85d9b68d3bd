package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.TopicTail;
import dev.prejoin.config.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a topic's records. */
@Command(
    name = "tail",
    description = {
      "Prints a topic's records as JSON lines.",
      "",
      "Each line has the record's partition, offset, time, headers, key and row; a value that is"
          + " no row is shown as it is. For example: prejoin tail --demo -n 5 l3_power_joined"
    },
    mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = {"-n", "--records"},
      paramLabel = "N",
      description =
          "Ends after so many records, the first there are; without it, prints new ones as they"
              + " come, until Ctrl-C.")
  private long records;

  @Parameters(paramLabel = "TOPIC", description = "Such as l2_power_cleaned.rejects.")
  private String topic = "";

  @Spec private CommandSpec spec;

  TailCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    Home home = Home.find();
    Settings settings = options.read(home);
    PrintWriter out = spec.commandLine().getOut();
    TopicTail tail = new TopicTail(settings, topic);
    if (records > 0) {
      tail.first(records, line -> print(out, line));
    } else {
      tail.follow(line -> print(out, line));
    }
    return 0;
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
