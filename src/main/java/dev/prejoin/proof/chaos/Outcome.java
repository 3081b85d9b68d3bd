package dev.prejoin.proof.chaos;

/**
 * A fault that happened.
 *
 * @param number from 1
 * @param cell {@link Cell#id}
 * @param at seconds since the run began
 * @param hit the process
 * @param inFlight whether the phase was met, rather than waited for in vain
 * @param recovered seconds from the moment at which what was hit could work again until the
 *     aggregates were no further behind than before, or less than a second; negative if never
 * @param lag seconds that the aggregates were behind before it
 */
record Outcome(
    int number,
    String cell,
    double at,
    String hit,
    boolean inFlight,
    double recovered,
    double lag) {
  Fault fault() {
    return Cell.parse(cell).fault();
  }

  Phase phase() {
    return Cell.parse(cell).phase();
  }

  boolean hasRecovered() {
    return recovered >= 0;
  }
}
