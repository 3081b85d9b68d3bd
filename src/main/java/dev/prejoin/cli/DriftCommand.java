package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.ClickHouseServer;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.peer.DriftReader;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.console.Drift;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.devstack.Progress;
import dev.prejoin.proof.TimeRange;
import dev.prejoin.proof.Verify;
import dev.prejoin.proof.VerifyReport;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how far ClickHouse's own join is from prejoin. */
@Command(
    name = "drift",
    description = {
      "Says how far ClickHouse's own join drifts from the truth, beside prejoin.",
      "",
      "In the demo, and in a run with peer.enabled, the same changes also go through the pipeline"
          + " as one builds it in ClickHouse alone: clickhouse/peer/<pipeline>.sql, in a database"
          + " of its own. First this compares what prejoin has landed with what the SQL says over"
          + " PostgreSQL, as prejoin verify does; then it shows how far the other is from that:"
          + " rows without metadata, rows of before an update, rows of what is deleted, and sums"
          + " that are off. Exit status 1 if prejoin's rows or buckets are not what the SQL says."
    },
    mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  @Mixin private ServerOptions options = new ServerOptions();

  @Mixin private PipelineArguments arguments = new PipelineArguments();

  @Option(
      names = "--no-verify",
      description = "Takes what prejoin has landed for the truth without comparing it first.")
  private boolean unverified;

  @Option(
      names = "--remove",
      description = "Drops the other's database; a run that feeds it goes on without.")
  private boolean remove;

  @Option(names = "--json", description = "Prints it as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  DriftCommand() {
    spec = CommandSpec.create();
  }

  /**
   * What is told of one pipeline.
   *
   * @param verified the comparison of prejoin's rows with the source; null if it was not made
   */
  record Told(String pipeline, @Nullable VerifyReport verified, DriftHistory drift) {}

  @Override
  public Integer call() throws JsonProcessingException, InterruptedException {
    Home home = Home.find();
    Settings settings = options.read(home);
    Pipelines pipelines = arguments.read(settings, home);
    PrintWriter out = spec.commandLine().getOut();
    try {
      return remove ? remove(settings, pipelines, out) : tell(settings, home, pipelines, out);
    } catch (WarehouseException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
  }

  private static DriftReader reader(Settings settings, Pipeline pipeline) {
    return new DriftReader(ClickHouseServer.of(settings), settings, pipeline.name());
  }

  private static int remove(Settings settings, Pipelines pipelines, PrintWriter out) {
    for (Pipeline pipeline : pipelines.all()) {
      try (DriftReader reader = reader(settings, pipeline)) {
        out.println(
            reader.remove()
                ? "✓ The database %s is gone; the next start of a run with peer.enabled, or of the demo without demo.peer=false, makes it anew"
                    .formatted(reader.database())
                : "There was no database " + reader.database());
      }
    }
    out.flush();
    return 0;
  }

  private int tell(Settings settings, Home home, Pipelines pipelines, PrintWriter out)
      throws JsonProcessingException, InterruptedException {
    Steps steps = new Steps(out, Ansi.AUTO.enabled());
    List<Told> all = new ArrayList<>();
    for (Pipeline pipeline : pipelines.all()) {
      try (DriftReader reader = reader(settings, pipeline)) {
        if (reader.read().on()) {
          VerifyReport verified =
              unverified ? null : verify(settings, home, pipelines, pipeline, steps);
          all.add(new Told(pipeline.name(), verified, newest(reader, steps)));
          steps.end();
        }
      }
    }
    if (all.isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "ClickHouse's own join does not run beside %s: start the demo, where it does unless demo.peer is false, or set peer.enabled=true in one process of your run, with clickhouse/peer/<pipeline>.sql"
              .formatted(String.join(", ", pipelines.all().stream().map(Pipeline::name).toList())));
    }
    if (json) {
      out.println(JsonOutput.of(all));
    } else {
      all.forEach(told -> out.print("\n" + DriftText.of(told)));
    }
    out.flush();
    boolean equal =
        all.stream().map(Told::verified).allMatch(verified -> verified == null || verified.equal());
    return (equal ? ExitCode.OK : ExitCode.DIFFERENT).status();
  }

  private VerifyReport verify(
      Settings settings, Home home, Pipelines pipelines, Pipeline pipeline, Steps steps) {
    Settings.Postgres postgres = settings.postgres();
    try (LandingBarrier barrier = pipelines.barrier(settings)) {
      return new Verify(
              VerifyScope.servers(settings, postgres.host(), postgres.port()),
              VerifyScope.of(pipeline, settings, home, TimeRange.ALL),
              VerifyScope.barrier(barrier))
          .run(json ? Progress.SILENT : steps);
    }
  }

  /** What is measured from now on, if somebody measures. */
  private DriftHistory newest(DriftReader reader, Steps steps) throws InterruptedException {
    Instant begun = Instant.now();
    while (true) {
      DriftHistory history = reader.read();
      Optional<Drift> latest = Optional.ofNullable(history.latest());
      if (latest.filter(drift -> drift.at().isAfter(begun)).isPresent()) {
        return history;
      }
      if (Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0) {
        if (latest.isEmpty()) {
          throw new ProblemException(
              ExitCode.ENVIRONMENT,
              "%s was not compared yet: the run that feeds it must be running, and its log says what it waits for"
                  .formatted(reader.database()));
        }
        return new DriftHistory(true, history.latest(), false, history.points());
      }
      if (!json) {
        steps.update("Waiting for the next comparison");
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }
}
