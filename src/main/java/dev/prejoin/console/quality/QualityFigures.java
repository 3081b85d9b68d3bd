package dev.prejoin.console.quality;

import java.util.List;
import java.util.Optional;

/**
 * Whether the rows of a pipeline are right, and what is done about those that are not. Called from
 * several threads. What asks a server throws a {@link dev.prejoin.console.FiguresAwayException}
 * when it does not answer.
 */
public interface QualityFigures {
  /** How many rows each rule of each view keeps out now; by view and rule, bounded. */
  List<RejectGroup> rejects();

  /**
   * Rows that a rule keeps out, the newest first.
   *
   * @throws dev.prejoin.console.QueryRefusedException if no such view keeps rejects
   */
  List<RejectedRow> rejected(String view, String rule, int most);

  /** Records that could not be read or written, by topic and reason. */
  DeadLetters deadLetters();

  /** What is not done yet, or has no row of a dimension. */
  Waiting waiting();

  /** The last jobs, the newest first, without their results; from memory, at once. */
  JobList jobs();

  /** One of them, with its result. */
  Optional<Job> job(String id);

  /**
   * Sends rejects or dead letters again, or tries what would be sent.
   *
   * @throws JobRefusedException if one runs already
   * @throws dev.prejoin.console.QueryRefusedException if there is nothing of the kind to send
   */
  Job replay(ReplayOrder order);

  /**
   * Counts what became of each row of the sources.
   *
   * @throws JobRefusedException if one runs already
   */
  Job reconcile();

  /**
   * Compares what has landed with what the SQL says over the source.
   *
   * @throws JobRefusedException if one runs already, or this process cannot
   */
  Job verify(VerifyOrder order);

  /** Has a job end, if it runs still; what it has done so far stays done. */
  Optional<Job> cancel(String id);
}
