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
 *     aggregates were less than a second behind, or hardly further than in calm times; negative if
 *     never
 * @param calmLag seconds that the aggregates were behind in calm times, before the first fault
 */
record Outcome(
    int number,
    String cell,
    double at,
    String hit,
    boolean inFlight,
    double recovered,
    double calmLag) {
  Cell parsedCell() {
    return Cell.parse(cell);
  }

  Fault fault() {
    return parsedCell().fault();
  }

  Phase phase() {
    return parsedCell().phase();
  }

  boolean hasRecovered() {
    return recovered >= 0;
  }
}
