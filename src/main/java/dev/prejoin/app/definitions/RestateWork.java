package dev.prejoin.app.definitions;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a request has come.
 *
 * @param request its id
 * @param fingerprints of the definitions, by the view's target
 * @param before which records of the source are sent again, by partition: those before this offset
 * @param total how many rows there were to send when it began; -1 if that was not counted
 * @param sent how many rows are done
 * @param after the key of the last of them, as its topic has it, in base64; empty at first
 * @param done whether all are
 * @param waits what it waits for; empty if for nothing
 */
public record RestateWork(
    String request,
    Map<String, Long> fingerprints,
    Map<Integer, Long> before,
    long total,
    long sent,
    String after,
    boolean done,
    String waits) {
  public RestateWork {
    fingerprints = new TreeMap<>(fingerprints);
    before = new TreeMap<>(before);
  }

  /** One that has not begun. */
  public static RestateWork waiting(String request, String forWhat) {
    return new RestateWork(request, Map.of(), Map.of(), -1, 0, "", false, forWhat);
  }

  /** The same, waiting. */
  public RestateWork waitingFor(String what) {
    return new RestateWork(request, fingerprints, before, total, sent, after, done, what);
  }

  /** How far it is, for people. */
  public String text() {
    if (!waits.isEmpty()) {
      return "waits for " + waits;
    }
    return total < 0
        ? "%,d rows sent".formatted(sent)
        : "%,d of %,d rows sent".formatted(sent, total);
  }
}
