package dev.prejoin.console.quality;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did, or, if it was a dry run, would do. Records are counted, each once.
 *
 * @param chosen what was found, by view or by topic of dead letters
 * @param sent what was sent again
 * @param changed what was not, as the row has changed since, or has ended: that holds
 * @param gone what was not, as the source's topic has it no longer
 * @param goneAt where some of those were
 * @param others what else there is to know, a line each
 * @param outcome what became of those that were sent; null of a dry run, or if none was sent
 */
public record ReplayResult(
    boolean dryRun,
    Map<String, Long> chosen,
    long sent,
    long changed,
    long gone,
    List<String> goneAt,
    List<String> others,
    @Nullable Outcome outcome) {
  /**
   * What became of records that were sent.
   *
   * @param landed rows in the last view's table
   * @param rejected kept out by a rule again
   * @param dead put aside as dead letters again
   * @param filtered kept out without a trace
   */
  public record Outcome(long landed, long rejected, long dead, long filtered) {}
}
