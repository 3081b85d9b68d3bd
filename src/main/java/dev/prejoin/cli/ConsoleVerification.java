package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.app.quality.JobProgress;
import dev.prejoin.app.quality.Verifying;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.console.quality.Verification;
import dev.prejoin.console.quality.Verification.Aggregate;
import dev.prejoin.console.quality.Verification.Column;
import dev.prejoin.console.quality.Verification.Counts;
import dev.prejoin.console.quality.Verification.Difference;
import dev.prejoin.console.quality.Verification.Hour;
import dev.prejoin.console.quality.Verification.Kind;
import dev.prejoin.console.quality.Verification.Table;
import dev.prejoin.console.quality.VerifyOrder;
import dev.prejoin.devstack.Progress;
import dev.prejoin.proof.TimeRange;
import dev.prejoin.proof.Verify;
import dev.prejoin.proof.VerifyReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code verify} does, for the console: as a job, in the console's words. */
final class ConsoleVerification implements Verifying {
  /** Some months; a page shows those that are alike as one line. */
  static final int MOST_HOURS = 2_000;

  private final Settings settings;
  private final Home home;
  private final Pipelines pipelines;

  ConsoleVerification(Settings settings, Home home, Pipelines pipelines) {
    this.settings = settings;
    this.home = home;
    this.pipelines = pipelines;
  }

  @Override
  public Verification verify(String pipeline, VerifyOrder order, JobProgress progress) {
    Settings.Postgres postgres = settings.postgres();
    TimeRange range =
        new TimeRange(Optional.ofNullable(order.from()), Optional.ofNullable(order.to()));
    try (LandingBarrier barrier = pipelines.barrier(settings)) {
      return of(
          new Verify(
                  VerifyScope.servers(settings, postgres.host(), postgres.port()),
                  VerifyScope.of(pipelines.named(pipeline), settings, home, range),
                  VerifyScope.barrier(barrier))
              .run(told(progress)));
    }
  }

  private static Progress told(JobProgress progress) {
    return new Progress() {
      @Override
      public void step(String what) {
        progress.step(what);
      }

      @Override
      public void update(String where) {
        progress.now(where);
      }
    };
  }

  static Verification of(VerifyReport report) {
    return new Verification(
        report.at(),
        report.seconds(),
        report.looks(),
        report.equal(),
        report.tables().stream().map(ConsoleVerification::table).toList(),
        report.aggregates().stream().map(ConsoleVerification::aggregate).toList(),
        report.passedOver());
  }

  private static Table table(VerifyReport.Table table) {
    List<Hour> hours = new ArrayList<>();
    int tooMany = table.hours().size() - MOST_HOURS;
    int leftOut = 0;
    for (VerifyReport.Hour hour : table.hours()) {
      // The oldest in which there is nothing to see.
      if (leftOut < tooMany && hour.counts().settled()) {
        leftOut++;
      } else {
        hours.add(new Hour(hour.begin().orElse(null), counts(hour.counts())));
      }
    }
    return new Table(
        table.name(), counts(table.all()), hours, leftOut, differences(table.different()));
  }

  private static Aggregate aggregate(VerifyReport.Aggregate aggregate) {
    return new Aggregate(
        aggregate.name(),
        new Counts(
            aggregate.expected(),
            aggregate.landed(),
            0,
            aggregate.different(),
            aggregate.notAtRest()),
        differences(aggregate.differences()));
  }

  private static Counts counts(VerifyReport.Counts counts) {
    return new Counts(
        counts.expected(),
        counts.landed(),
        counts.changed(),
        counts.different(),
        counts.notAtRest());
  }

  private static List<Difference> differences(List<VerifyReport.Difference> differences) {
    return differences.stream().map(ConsoleVerification::difference).toList();
  }

  private static Difference difference(VerifyReport.Difference one) {
    Set<String> names = new LinkedHashSet<>(one.expected().keySet());
    names.addAll(one.landed().keySet());
    List<Column> columns =
        names.stream()
            .map(name -> new Column(name, one.expected().get(name), one.landed().get(name)))
            .toList();
    return new Difference(kind(one), one.key(), one.hour().orElse(null), columns);
  }

  private static Kind kind(VerifyReport.Difference one) {
    if (one.landed().isEmpty()) {
      return Kind.MISSING;
    }
    if (one.expected().isEmpty()) {
      return Kind.SURPLUS;
    }
    boolean alike =
        one.expected().entrySet().stream()
            .allMatch(
                column -> one.landed().getOrDefault(column.getKey(), "").equals(column.getValue()));
    return alike ? Kind.REPEATED : Kind.UNLIKE;
  }
}
