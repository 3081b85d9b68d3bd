package dev.prejoin.app.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.prejoin.app.replay.Replay;
import dev.prejoin.app.replay.Replay.Extent;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.console.QueryRefusedException;
import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.JobList;
import dev.prejoin.console.quality.JobRefusedException;
import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.quality.RejectGroup;
import dev.prejoin.console.quality.RejectedRow;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.VerifyOrder;
import dev.prejoin.console.quality.Waiting;
import dev.prejoin.plan.View;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Rejects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the rows of one pipeline are right, and the jobs that find it out or mend it. */
public final class Quality implements QualityFigures, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing is written, in a time that a page can wait for. */
  private static final Map<String, String> LIMITS =
      Map.of("readonly", "2", "max_execution_time", "8");

  private static final Duration GOOD_FOR = Duration.ofSeconds(2);
  private static final Duration LETTERS_GOOD_FOR = Duration.ofSeconds(4);

  private final String pipeline;
  private final List<String> rejecting;
  private final Rejects rejects;
  private final Asking asking = new Asking();
  private final Recent<List<RejectGroup>> groups;
  private final Recent<DeadLetters> letters;
  private final Recent<Waiting> waiting;
  private final Jobs jobs;
  private final Supplier<Replay> replays;
  private final Supplier<StatusReader> standing;
  private final Verifier verifier;

  /**
   * What compares with the source.
   *
   * @param verifying empty if this process cannot
   * @param cannot why not
   */
  public record Verifier(Optional<Verifying> verifying, String cannot) {}

  /**
   * Of one pipeline.
   *
   * @param settings of this pipeline alone
   * @param jobs of the process
   * @param replays what sends again, with a connection of its own
   * @param standing what counts rows, with a connection of its own
   */
  public Quality(
      String pipeline,
      StatusSettings settings,
      ClickHouse clickHouse,
      Jobs jobs,
      Supplier<Replay> replays,
      Supplier<StatusReader> standing,
      Verifier verifier) {
    this.pipeline = pipeline;
    this.rejecting =
        settings.plans().stream()
            .flatMap(plan -> plan.views().stream())
            .filter(View::keepRejects)
            .map(View::name)
            .toList();
    this.rejects = new Rejects(clickHouse, LIMITS);
    this.jobs = jobs;
    this.replays = replays;
    this.standing = standing;
    this.verifier = verifier;
    DeadLetterReader deadLetters = new DeadLetterReader(settings);
    WaitingReader notDone = new WaitingReader(settings, clickHouse, LIMITS);
    groups = new Recent<>(GOOD_FOR, () -> asking.ask(this::groups));
    letters = new Recent<>(LETTERS_GOOD_FOR, () -> asking.ask(deadLetters::read));
    waiting = new Recent<>(LETTERS_GOOD_FOR, () -> asking.ask(notDone::read));
  }

  @Override
  public List<RejectGroup> rejects() {
    return groups.get();
  }

  private List<RejectGroup> groups() {
    return rejects.groups(rejecting).stream()
        .map(
            group ->
                new RejectGroup(
                    group.view(), group.rule(), group.rows(), group.first(), group.last()))
        .toList();
  }

  @Override
  public List<RejectedRow> rejected(String view, String rule, int most) {
    refuseUnlessRejecting(view);
    return asking.ask(() -> rejects.rows(view, rule, most).stream().map(Quality::shown).toList());
  }

  private void refuseUnlessRejecting(String view) {
    if (!rejecting.contains(view)) {
      throw new QueryRefusedException(
          "No view %s of pipeline %s keeps rejects; those that do: %s"
              .formatted(
                  view, pipeline, rejecting.isEmpty() ? "none" : String.join(", ", rejecting)));
    }
  }

  private static RejectedRow shown(Rejects.Row row) {
    return new RejectedRow(json(row.key()), json(row.row()), row.reason(), row.source(), row.at());
  }

  private static JsonNode json(String text) {
    if (text.isEmpty()) {
      return JSON.nullNode();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  @Override
  public DeadLetters deadLetters() {
    return letters.get();
  }

  @Override
  public Waiting waiting() {
    return waiting.get();
  }

  @Override
  public JobList jobs() {
    return new JobList(
        jobs.of(pipeline),
        verifier.verifying().isPresent()
            ? Map.of()
            : Map.of(Job.Kind.VERIFICATION, verifier.cannot()));
  }

  @Override
  public Optional<Job> job(String id) {
    return jobs.job(pipeline, id);
  }

  @Override
  public Job replay(ReplayOrder order) {
    if (order.view() != null) {
      refuseUnlessRejecting(order.view());
    }
    return jobs.start(
        Job.Kind.REPLAY,
        pipeline,
        what(order),
        order,
        progress -> {
          try (Replay replay = replays.get()) {
            return Results.of(
                replay.run(
                    Results.request(order),
                    order.dryRun() ? Extent.DRY_RUN : Extent.SEND_AND_WAIT,
                    progress::now));
          }
        });
  }

  private static String what(ReplayOrder order) {
    String some =
        switch (order.kind()) {
          case DEAD_LETTERS -> "dead letters";
          case REJECTS ->
              "rejects"
                  + (order.view() == null ? "" : " of " + order.view())
                  + (order.rule() == null ? "" : " by " + order.rule());
        };
    String since = order.since() == null ? "" : " since " + order.since();
    return (order.dryRun() ? "Try " : "Send ") + some + since + (order.dryRun() ? "" : " again");
  }

  @Override
  public Job reconcile() {
    return jobs.start(
        Job.Kind.RECONCILIATION,
        pipeline,
        "Count what became of each row",
        Map.of(),
        progress -> {
          progress.now("Reading the sources' topics");
          try (StatusReader status = standing.get()) {
            return Results.of(status.balances(progress::now));
          }
        });
  }

  @Override
  public Job verify(VerifyOrder order) {
    Verifying verifying =
        verifier.verifying().orElseThrow(() -> new JobRefusedException(verifier.cannot()));
    return jobs.start(
        Job.Kind.VERIFICATION,
        pipeline,
        what(order),
        order,
        progress -> verifying.verify(pipeline, order, progress));
  }

  private static String what(VerifyOrder order) {
    String from = order.from() == null ? "" : " from " + order.from();
    String to = order.to() == null ? "" : " before " + order.to();
    return "Compare " + (from.isEmpty() && to.isEmpty() ? "all rows" : "rows" + from + to);
  }

  @Override
  public Optional<Job> cancel(String id) {
    return jobs.cancel(pipeline, id);
  }

  @Override
  public void close() {
    asking.close();
  }
}
