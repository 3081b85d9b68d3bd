package dev.prejoin.console;

import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.JobList;
import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.quality.RejectGroup;
import dev.prejoin.console.quality.RejectedRow;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.VerifyOrder;
import dev.prejoin.console.quality.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nothing is put aside, and nothing was asked for; tests say what differs. */
class StubQuality implements QualityFigures {
  @Override
  public List<RejectGroup> rejects() {
    return List.of();
  }

  @Override
  public List<RejectedRow> rejected(String view, String rule, int most) {
    return List.of();
  }

  @Override
  public DeadLetters deadLetters() {
    return new DeadLetters(Instant.now(), 0, 0, List.of(), 0, null);
  }

  @Override
  public Waiting waiting() {
    return new Waiting(List.of(), List.of(), List.of(), null);
  }

  @Override
  public JobList jobs() {
    return new JobList(List.of(), Map.of());
  }

  @Override
  public Optional<Job> job(String id) {
    return Optional.empty();
  }

  @Override
  public Job replay(ReplayOrder order) {
    throw new AssertionError("nothing is to be sent");
  }

  @Override
  public Job reconcile() {
    throw new AssertionError("nothing is to be counted");
  }

  @Override
  public Job verify(VerifyOrder order) {
    throw new AssertionError("nothing is to be compared");
  }

  @Override
  public Optional<Job> cancel(String id) {
    return Optional.empty();
  }
}
