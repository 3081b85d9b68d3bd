package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.config.Settings;
import dev.prejoin.proof.chaos.Change;
import dev.prejoin.proof.chaos.Chaos;
import dev.prejoin.proof.chaos.ChaosReport;
import dev.prejoin.proof.chaos.ChaosSettings;
import dev.prejoin.proof.chaos.Fault;
import dev.prejoin.proof.chaos.Mix;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The proof of the guarantee, for anyone to run. */
@Command(
    name = "chaos",
    description = {
      "Kills, halts and cuts everything while data flows, and compares.",
      "",
      "Starts servers of its own, five instances of prejoin and proxies between them, writes about"
          + " 1,000 rows a second in many ways, and does one fault after the other, each at a known"
          + " moment of the work. A reader polls the aggregates all the while, and an oracle"
          + " compares every row and every bucket with the source. Exit status 0 if nothing was"
          + " lost, came twice or was seen wrong.",
      "",
      "The same seed gives the same faults in the same phases; the milliseconds between them"
          + " differ."
    },
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--faults",
      paramLabel = "N",
      description = "How many faults; ${DEFAULT-VALUE} unless given. 428 fill the matrix.")
  private int faults = 24;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      converter = FaultConverter.class,
      completionCandidates = FaultConverter.Names.class,
      description = {
        "Only faults of this kind, or these: ${COMPLETION-CANDIDATES}; all unless given.",
        "The client is prejoin."
      })
  private Set<Fault> only = EnumSet.noneOf(Fault.class);

  @Option(
      names = "--maintenance",
      negatable = true,
      description =
          "Only while an aggregate is counted anew (rebuild), a range is read again (backfill) or a"
              + " view is restated; or never then, which takes less time. Both unless given.")
  private @Nullable Boolean maintenance;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses the faults and the rows; ${DEFAULT-VALUE} unless given.")
  private long seed = 1;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Rows a second; ${DEFAULT-VALUE} unless given.")
  private int rate = 1_000;

  @Option(
      names = "--mix",
      paramLabel = "CHANGE=WEIGHT",
      split = ",",
      completionCandidates = ChangeWeights.class,
      description = {
        "How often a change of this kind comes beside the others, 0 for never.",
        "Unless given: ${COMPLETION-CANDIDATES}"
      })
  private Map<Change, Integer> mix = new EnumMap<>(Change.class);

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "For data, logs and chaos.json; ${DEFAULT-VALUE} unless given. Emptied first.")
  private String directory = ".prejoin/chaos";

  @Option(names = "--resume", description = "Goes on with the run that the directory holds.")
  private boolean resume;

  @Spec private CommandSpec spec;

  ChaosCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (faults < 1 || rate < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--faults and --rate must be 1 or more");
    }
    Home home = Home.find();
    Settings.Demo demo = options.read(home).demo();
    PrintWriter out = spec.commandLine().getOut();
    Steps steps = new Steps(out, CommandLine.Help.Ansi.AUTO.enabled());
    ChaosSettings settings =
        new ChaosSettings(
            home.directory().toAbsolutePath(),
            home.path(demo.directory()).resolve("programs"),
            home.path(directory),
            seed,
            faults,
            only.isEmpty() ? EnumSet.allOf(Fault.class) : only,
            Optional.ofNullable(maintenance),
            rate,
            mix(),
            resume);
    Path file = home.path(directory).resolve("chaos.json");
    Chaos chaos = new Chaos(settings, steps, steps::step);
    ChaosReport report = chaos.run();
    out.println(report.text());
    out.println("All of it is in " + file);
    out.flush();
    return report.exitCode().status();
  }

  private Mix mix() {
    try {
      return new Mix(mix);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--mix: " + e.getMessage(), e);
    }
  }
}
