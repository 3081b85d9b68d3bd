package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.Directories;
import dev.prejoin.devstack.Progress;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.proof.OracleSettings;
import dev.prejoin.proof.node.Recoveries;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writers write, faults happen one after the other at moments that the plan of a seed names, a
 * reader polls, and at the end and now and then the oracle compares everything.
 */
public final class Chaos {
  private static final long START_WITHIN_MS = 240_000;
  private static final long RECOVERS_WITHIN_MS = 120_000;
  private static final double STANDS_STILL_S = 60;

  /** Seconds behind with which faults may begin. */
  private static final double AT_START_S = 10;

  private static final long CALM_WITHIN_MS = 60_000;
  private static final long CALM_LASTS_MS = 4_000;

  private static final int CHECK_EVERY = 25;

  private final ChaosSettings settings;
  private final Progress progress;
  private final Consumer<String> line;

  /**
   * A run that is not started.
   *
   * @param progress of the servers' start
   * @param line told of each fault
   */
  public Chaos(ChaosSettings settings, Progress progress, Consumer<String> line) {
    this.settings = settings;
    this.progress = progress;
    this.line = line;
  }

  /**
   * Runs all faults, unless one of them cannot be recovered from.
   *
   * @throws ProblemException if the servers cannot be started, or there is nothing to resume
   */
  public ChaosReport run() throws InterruptedException {
    ChaosProgress before = before();
    Journal journal = new Journal(before);
    long runSeed = settings.seed() + 31L * before.outcomes().size();
    HomeCopy home =
        HomeCopy.of(settings.home(), settings.directory().toAbsolutePath().resolve("home"));
    try (Cluster cluster = Cluster.start(settings, home, progress, journal::incident)) {
      DevStack stack = cluster.stack();
      Source source = new Source(stack.postgresJdbcUrl(), stack.postgresUser());
      prepare(source);
      try (Load load = new Load(source, runSeed, settings.rate(), settings.mix())) {
        Aggregates aggregates = new Aggregates(stack.clickHouseUrl());
        Consumer<String> violation =
            what -> {
              if (journal.violation(what)) {
                line.accept("WRONG: " + what);
              }
            };
        Reader reader = new Reader(aggregates, source, load.probes(), violation);
        try (reader) {
          cluster.startFirst();
          load.start();
          reader.start();
          require(reader.awaitCaughtUp(System.nanoTime(), AT_START_S, START_WITHIN_MS));
          // While nothing flows, a quarter of the time.
          load.halt();
          try {
            cluster.awaitArchives();
          } finally {
            load.goOn();
          }
          cluster.startOthers();
          require(reader.awaitCaughtUp(System.nanoTime(), AT_START_S, START_WITHIN_MS));
          line.accept("All runs, and rows reach the aggregates");
          SplittableRandom random = new SplittableRandom(runSeed);
          Operator operator = new Operator(cluster, home, source, random.split(), violation);
          Attack attack = new Attack(cluster, operator, random, violation);
          Judge judge = new Judge(home.directory(), source, aggregates, oracle(stack));
          faults(journal, attack, operator, reader, load, judge, violation);
        }
        ChaosProgress done = journal.progress(reader.reads());
        done.write(settings.directory());
        return new ChaosReport(done, settings.faults());
      }
    } catch (SQLException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT, "PostgreSQL refused a step of the preparation: " + e.getMessage());
    }
  }

  private ChaosProgress before() {
    if (settings.resume()) {
      ChaosProgress before = ChaosProgress.read(settings.directory());
      if (before.seed() != settings.seed()) {
        throw new ProblemException(
            ExitCode.CONFIGURATION,
            "the run in %s has seed %d: resume it with --seed %d"
                .formatted(settings.directory(), before.seed(), before.seed()));
      }
      List<Cell> done =
          before.outcomes().stream().map(outcome -> Cell.parse(outcome.cell())).toList();
      if (done.size() > settings.faults() || !plan(done.size(), before.outcomes()).equals(done)) {
        throw new ProblemException(
            ExitCode.CONFIGURATION,
            "the run in %s did other faults: resume it with the --only and --maintenance and no fewer --faults"
                    .formatted(settings.directory())
                + " than it was begun with");
      }
      return before;
    }
    Directories.emptied(settings.directory());
    return ChaosProgress.begin(settings.seed());
  }

  /** Makes the tables, with the metadata of the devices that keep theirs. */
  static void prepare(Source source) throws SQLException {
    Generator generator =
        new Generator(
            new GeneratorSettings(
                source.jdbcUrl(),
                source.user(),
                "",
                GeneratorSettings.DEFAULT_SEED,
                Rows.DEVICES,
                0,
                0));
    generator.createTables();
    generator.insertDevices();
    source.prepare();
  }

  private void faults(
      Journal journal,
      Attack attack,
      Operator operator,
      Reader reader,
      Load load,
      Judge judge,
      Consumer<String> violation)
      throws InterruptedException {
    double calm = calmLag(reader);
    for (int i = journal.outcomes().size(); i < settings.faults(); i++) {
      Cell cell = plan(i + 1, journal.outcomes()).get(i);
      Outcome outcome = fault(i + 1, cell, journal, attack, reader, calm);
      journal.add(outcome);
      line.accept(text(outcome));
      boolean stuck = !outcome.hasRecovered() && reader.standsStill() > STANDS_STILL_S;
      if (stuck) {
        violation.accept(
            "nothing has reached the aggregates for %.0f s".formatted(reader.standsStill()));
      }
      boolean last = i + 1 == settings.faults() || stuck;
      if (last || (i + 1) % CHECK_EVERY == 0) {
        operator.finish();
        check(journal, load, judge);
      }
      journal.progress(reader.reads()).write(settings.directory());
      if (stuck) {
        return;
      }
    }
  }

  private List<Cell> plan(int faults, List<Outcome> done) {
    return FaultPlan.of(settings.seed(), faults, settings.cells(), done);
  }

  /** Seconds that the aggregates are behind on this machine while nothing is wrong. */
  private static double calmLag(Reader reader) throws InterruptedException {
    reader.awaitCaughtUp(System.nanoTime(), Recoveries.CALM_SECONDS, CALM_WITHIN_MS);
    Thread.sleep(CALM_LASTS_MS);
    return reader.usualLag();
  }

  private static Outcome fault(
      int number, Cell cell, Journal journal, Attack attack, Reader reader, double calm)
      throws InterruptedException {
    journal.begins(
        "fault %d: %s, %s, %s"
            .formatted(number, cell.fault().title(), cell.hop().title(), cell.phase().title()));
    double at = journal.seconds();
    Attack.Hit hit = attack.run(cell);
    Long caughtUp =
        reader.awaitCaughtUp(hit.mendedAt(), Recoveries.asBefore(calm), RECOVERS_WITHIN_MS);
    return new Outcome(
        number,
        cell.id(),
        at,
        hit.what(),
        hit.inFlight(),
        caughtUp == null ? -1 : (caughtUp - hit.mendedAt()) / 1e9,
        calm);
  }

  private void check(Journal journal, Load load, Judge judge) throws InterruptedException {
    load.halt();
    try {
      Check check = judge.check(journal.outcomes().size(), journal.seconds());
      journal.add(check);
      line.accept(
          check.equal()
              ? "The oracle: %,d rows of L3 and %,d buckets of L4 are what the SQL says"
                  .formatted(check.rows(), check.buckets())
              : "WRONG: the oracle: " + check.text());
    } finally {
      load.goOn();
    }
  }

  private static void require(@Nullable Long caughtUp) {
    if (caughtUp == null) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "prejoin did not come up within %d s before any fault: see the logs"
              .formatted(START_WITHIN_MS / 1_000));
    }
  }

  static OracleSettings oracle(DevStack stack) {
    return new OracleSettings(
        stack.clickHouseUrl(),
        "default",
        "",
        "default",
        stack.postgresHost(),
        stack.postgresPort(),
        stack.postgresDatabase(),
        stack.postgresUser(),
        "");
  }

  private static String text(Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "%4d  %6.1f s  %-28s %-20s %-32s %-15s %s%s",
        outcome.number(),
        outcome.at(),
        outcome.fault().title(),
        outcome.phase().hop().title(),
        outcome.phase().title(),
        outcome.hit(),
        outcome.hasRecovered()
            ? String.format(Locale.ROOT, "caught up after %.1f s", outcome.recovered())
            : "NOT caught up",
        outcome.inFlight() ? "" : " (the phase did not come)");
  }
}
