package dev.prejoin.app.definitions;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Up to where a view's rows of history are of a definition, as they were made anew by it, or are
 * left as they are.
 *
 * @param fingerprint of the definition
 * @param before by partition of the source: records before this offset
 */
public record Made(long fingerprint, Map<Integer, Long> before) {
  public Made {
    before = new TreeMap<>(before);
  }

  /** What holds when records before some offsets are of a definition, too. */
  public static Made upTo(Optional<Made> known, long fingerprint, Map<Integer, Long> before) {
    Map<Integer, Long> all = new TreeMap<>(before);
    known
        .filter(made -> made.fingerprint == fingerprint)
        .ifPresent(made -> made.before.forEach((at, to) -> all.merge(at, to, Math::max)));
    return new Made(fingerprint, all);
  }

  /** Whether that holds for a partition's records before an offset. */
  boolean covers(long definition, int partition, long offset) {
    return fingerprint == definition && before.getOrDefault(partition, 0L) >= offset;
  }
}
