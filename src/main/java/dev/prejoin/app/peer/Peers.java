package dev.prejoin.app.peer;

import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The peers of a run's pipelines. */
public final class Peers {
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);

  private Peers() {}

  /** The peer's database of a pipeline. */
  public static String database(Settings settings, String pipeline) {
    return settings.peer().database() + "_" + pipeline;
  }

  /** How old what was measured may be; who measures does so more often. */
  public static Duration patience(Settings settings) {
    Duration rests =
        Duration.ofMillis(settings.peer().intervalMs()).multipliedBy(2L * Peer.MOST_REST);
    return rests.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : rests;
  }

  /** Where a pipeline is written as one builds it in ClickHouse alone; need not be there. */
  public static Path file(Path directory, String pipeline) {
    return directory.resolve(pipeline + ".sql");
  }

  /**
   * The peer of a pipeline; empty if there is no file of it.
   *
   * @param connection to prejoin's database, made for it alone
   * @param missing what must be there before it begins
   * @param awaitLanding returns when prejoin has landed what its source has committed by now
   * @throws ProblemException if the file is wrong
   */
  public static Optional<Peer> of(
      Plan plan,
      Settings settings,
      Path file,
      RowCodecs codecs,
      Supplier<ClickHouse> connection,
      Supplier<Optional<String>> missing,
      Runnable awaitLanding) {
    return PeerFile.read(file)
        .map(
            read ->
                new Peer(
                    settings(plan, settings, file, read),
                    codecs,
                    connection.get(),
                    missing,
                    awaitLanding));
  }

  private static PeerSettings settings(Plan plan, Settings settings, Path file, PeerFile read) {
    View view =
        plan.views().stream()
            .filter(each -> each.target().name().equals(read.rows()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ExitCode.CONFIGURATION,
                        "%s: @rows names %s, which no view of the pipeline %s writes; those are %s"
                            .formatted(
                                file,
                                read.rows(),
                                plan.pipeline(),
                                String.join(
                                    ", ",
                                    plan.views().stream().map(v -> v.target().name()).toList()))));
    List<Source> dimensions = plan.sources().stream().filter(Source::isDimension).toList();
    return new PeerSettings(
        plan.pipeline(),
        read,
        settings.clickHouse().database(),
        database(settings, plan.pipeline()),
        settings.kafka(),
        plan.facts(view),
        dimensions,
        Duration.ofMillis(settings.peer().intervalMs()),
        settings.peer().rows());
  }
}
