package dev.prejoin.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.quality.BalanceResult;
import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.JobList;
import dev.prejoin.console.quality.JobRefusedException;
import dev.prejoin.console.quality.RejectGroup;
import dev.prejoin.console.quality.RejectedRow;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.ReplayResult;
import dev.prejoin.console.quality.Verification;
import dev.prejoin.console.quality.VerifyOrder;
import dev.prejoin.console.quality.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Something of everything that can be wrong; jobs that run until a test ends them. */
final class GivenQuality extends StubQuality {
  static final Instant AT = Instant.parse("2026-03-01T12:03:10Z");
  static final String RULE = "power_usage_kWh >= 0";
  private static final ObjectMapper JSON = new ObjectMapper();

  volatile @Nullable FiguresAwayException away;
  volatile List<RejectGroup> groups =
      List.of(
          new RejectGroup("mv_l1_to_l2", RULE, 1_204, AT.minusSeconds(86_400), AT),
          new RejectGroup("mv_l1_to_l2", "power_usage_kWh < 100", 3, AT.minusSeconds(60), AT));
  volatile DeadLetters letters = letters(null);
  volatile Waiting waiting = someWaiting();
  volatile Map<Job.Kind, String> cannot = Map.of();

  /** The newest first. */
  private final List<Job> jobs = new CopyOnWriteArrayList<>();

  final List<Object> orders = new CopyOnWriteArrayList<>();

  private void unlessAway() {
    if (away != null) {
      throw away;
    }
  }

  @Override
  public List<RejectGroup> rejects() {
    unlessAway();
    return groups;
  }

  @Override
  public List<RejectedRow> rejected(String view, String rule, int most) {
    unlessAway();
    if (!view.equals("mv_l1_to_l2")) {
      throw new QueryRefusedException("No view " + view + " keeps rejects");
    }
    if (!rule.equals(RULE)) {
      return List.of();
    }
    List<RejectedRow> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(most, 3); i++) {
      rows.add(
          new RejectedRow(
              json("{\"id\":%d}".formatted(120_400 - i)),
              json(
                  "{\"timestamp\":\"2026-03-01 12:03:10\",\"device_id\":%d,\"power_usage_kWh\":-1.5}"
                      .formatted(868 + i)),
              "power_usage_kWh >= 0 is not fulfilled: power_usage_kWh = -1.5",
              "l1_power_raw-1@%d".formatted(60_210 - i),
              AT.minusSeconds(i)));
    }
    return rows;
  }

  @Override
  public DeadLetters deadLetters() {
    unlessAway();
    return letters;
  }

  @Override
  public Waiting waiting() {
    unlessAway();
    return waiting;
  }

  @Override
  public JobList jobs() {
    return new JobList(jobs.stream().map(Job::withoutResult).toList(), cannot);
  }

  @Override
  public Optional<Job> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  @Override
  public Job replay(ReplayOrder order) {
    return begin(Job.Kind.REPLAY, "Try rejects of mv_l1_to_l2 by " + RULE, order);
  }

  @Override
  public Job reconcile() {
    return begin(Job.Kind.RECONCILIATION, "Count what became of each row", Map.of());
  }

  @Override
  public Job verify(VerifyOrder order) {
    if (cannot.containsKey(Job.Kind.VERIFICATION)) {
      throw new JobRefusedException(cannot.get(Job.Kind.VERIFICATION));
    }
    return begin(Job.Kind.VERIFICATION, "Compare all rows", order);
  }

  @Override
  public Optional<Job> cancel(String id) {
    end(id, Job.State.CANCELLED, null, null);
    return job(id);
  }

  private synchronized Job begin(Job.Kind kind, String what, Object order) {
    if (jobs.stream().anyMatch(job -> job.kind() == kind && job.state() == Job.State.RUNNING)) {
      throw new JobRefusedException("One runs already; wait for its end or cancel it");
    }
    orders.add(order);
    Job job =
        new Job(
            String.valueOf(jobs.size() + 1),
            kind,
            "power",
            what,
            order,
            Job.State.RUNNING,
            AT,
            null,
            List.of("The SQL ran over the source, in ClickHouse"),
            "Comparing l3_power_joined",
            null,
            null);
    jobs.add(0, job);
    return job;
  }

  /** As if it had ended. */
  synchronized void end(
      String id, Job.State state, @Nullable String error, @Nullable Object result) {
    jobs.replaceAll(
        job ->
            job.id().equals(id) && job.state() == Job.State.RUNNING
                ? new Job(
                    id,
                    job.kind(),
                    job.pipeline(),
                    job.what(),
                    job.order(),
                    state,
                    job.begun(),
                    AT.plusSeconds(3),
                    job.steps(),
                    "",
                    error,
                    result)
                : job);
  }

  void done(String id, Object result) {
    end(id, Job.State.DONE, null, result);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static DeadLetters letters(@Nullable String limit) {
    return new DeadLetters(
        AT,
        3,
        limit == null ? 3 : 1_000_000,
        List.of(
            new DeadLetters.Group(
                "l1_power_raw.dead-letters",
                "the bytes do not start with a schema's id",
                2,
                AT.minusSeconds(3_600),
                AT,
                true,
                List.of(
                    new DeadLetters.Letter(
                        "l1_power_raw.dead-letters-0@1",
                        "l1_power_raw-0@417",
                        AT,
                        "the bytes do not start with a schema's id",
                        new DeadLetters.Bytes("no key", null, 6),
                        new DeadLetters.Bytes(null, "ff 00 c3 28", 4)))),
            new DeadLetters.Group(
                "device_metadata.dead-letters",
                "column latitude: … is no number",
                1,
                AT,
                AT,
                false,
                List.of(
                    new DeadLetters.Letter(
                        "device_metadata.dead-letters-0@0",
                        "public.device_metadata op=u lsn=42",
                        AT,
                        "column latitude: 'north' is no number",
                        null,
                        null)))),
        0,
        limit);
  }

  static Waiting someWaiting() {
    return new Waiting(
        List.of(
            new Waiting.Unmatched(
                "mv_l2_to_l3",
                "l3_power_joined",
                "device_metadata",
                List.of("device_id"),
                240,
                2,
                List.of(
                    new Waiting.Key(List.of("1003"), 200), new Waiting.Key(List.of("1001"), 40)),
                null)),
        List.of(new Waiting.Changed("device_metadata", 1, List.of("7"))),
        List.of(new Waiting.Fill("l4_power_agg_stats", "l3_power_joined", 50, 200, false)),
        null);
  }

  static ReplayResult replayed(boolean dryRun) {
    return new ReplayResult(
        dryRun,
        Map.of("mv_l1_to_l2", 1_204L),
        1_200,
        3,
        1,
        List.of("l1_power_raw-0@17"),
        List.of(),
        dryRun ? null : new ReplayResult.Outcome(1_190, 10, 0, 0));
  }

  static BalanceResult balanced() {
    return new BalanceResult(
        List.of(
            new BalanceResult.Balance(
                "l1_power_raw",
                "l3_power_joined",
                120_400,
                119_190,
                1_207,
                3,
                0,
                0,
                0,
                0,
                2,
                true,
                true)));
  }

  static Verification verified(boolean equal) {
    Instant hour = Instant.parse("2026-03-01T11:00:00Z");
    Verification.Counts well = new Verification.Counts(3_600, 3_600, 2, 0, 0);
    Verification.Counts bad = new Verification.Counts(3_600, 3_600, 0, equal ? 0 : 1, 0);
    Verification.Difference difference =
        new Verification.Difference(
            Verification.Kind.UNLIKE,
            "120399",
            hour,
            List.of(
                new Verification.Column("device_id", "868", "868"),
                new Verification.Column("power_usage_kWh", "1.5", "2.5")));
    return new Verification(
        AT,
        2.5,
        3,
        equal,
        List.of(
            new Verification.Table(
                "l3_power_joined",
                new Verification.Counts(7_200, 7_200, 2, equal ? 0 : 1, 0),
                List.of(
                    new Verification.Hour(hour.minusSeconds(3_600), well),
                    new Verification.Hour(hour, bad)),
                0,
                equal ? List.of() : List.of(difference))),
        List.of(
            new Verification.Aggregate(
                "l4_power_agg_stats", new Verification.Counts(48, 48, 0, 0, 0), List.of())),
        List.of());
  }
}
