package dev.prejoin.app.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a replay did, or, if it was a dry run, would do. Records are counted, each once.
 *
 * @param chosen what was found, by view or by topic of dead letters; a record that several put
 *     aside is in several
 * @param sent what was sent again
 * @param changed what was not, as the row has changed since, or has ended: that holds
 * @param gone what was not, as the source's topic has it no longer
 * @param goneAt where some of those were
 * @param others what else there is to know, a line each: what has no record in a topic of facts,
 *     with what helps instead
 * @param outcome what became of those that were sent; empty if that was not waited for
 */
public record ReplayReport(
    boolean dryRun,
    Map<String, Long> chosen,
    long sent,
    long changed,
    long gone,
    List<String> goneAt,
    List<String> others,
    Optional<Outcome> outcome) {
  public ReplayReport {
    chosen = new TreeMap<>(chosen);
    goneAt = List.copyOf(goneAt);
    others = List.copyOf(others);
  }

  /**
   * What became of the records that were sent.
   *
   * @param landed rows in the last view's table
   * @param rejected kept out by a rule again
   * @param dead put aside as dead letters
   * @param filtered kept out without a trace: by a rule whose rejects are not kept, by an INNER
   *     JOIN
   */
  public record Outcome(long landed, long rejected, long dead, long filtered) {}

  static ReplayReport of(
      boolean dryRun,
      Map<String, Long> chosen,
      List<Candidate> candidates,
      List<String> others,
      Optional<Outcome> outcome) {
    long last = 0;
    long changed = 0;
    long gone = 0;
    List<String> goneAt = new ArrayList<>();
    for (Candidate candidate : candidates) {
      switch (candidate.state()) {
        case LAST -> {
          if (dryRun || candidate.isSent()) {
            last++;
          } else {
            changed++;
          }
        }
        case CHANGED, ENDED -> changed++;
        case NOT_FOUND -> {
          gone++;
          if (goneAt.size() < NAMED) {
            goneAt.add(candidate.toString());
          }
        }
      }
    }
    return new ReplayReport(dryRun, chosen, last, changed, gone, goneAt, others, outcome);
  }

  private static final int NAMED = 5;
}
