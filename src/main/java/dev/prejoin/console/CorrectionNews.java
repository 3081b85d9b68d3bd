package dev.prejoin.console;

import java.util.List;

/**
 * What is new of single corrections.
 *
 * @param on whether this process lands rows, and so knows of corrections
 * @param revision of this state; higher ones are later
 * @param oldest the lowest id that is still kept: earlier ones are forgotten
 * @param unlisted corrections since the start that came too fast to be listed one by one
 * @param corrections those that have begun or changed since the revision that was asked for, the
 *     newest first
 */
public record CorrectionNews(
    boolean on, long revision, long oldest, long unlisted, List<Correction> corrections) {
  /** This process lands nothing. */
  public static final CorrectionNews OFF = new CorrectionNews(false, 0, 0, 0, List.of());

  public CorrectionNews {
    corrections = List.copyOf(corrections);
  }
}
