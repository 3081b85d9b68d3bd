package dev.prejoin.app.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found to be replayed, beside the candidates.
 *
 * @param counts by view or by topic of dead letters
 * @param others what else there is to know, a line each: what has no record in a topic of facts,
 *     with what helps instead
 */
record Chosen(Map<String, Long> counts, List<String> others) {
  Chosen {
    counts = new TreeMap<>(counts);
    others = List.copyOf(others);
  }
}
