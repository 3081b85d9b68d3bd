package dev.prejoin.app.definitions;

import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a view's rows of history are of its present definition.
 *
 * @param source where its rows come from
 * @param before which of them are not, by partition of the source: those that came of records
 *     before this offset. Empty if it is all or none
 * @param differences what the present definition has otherwise than the one before, a line each
 */
public record ViewHistory(
    View view, Source source, State state, Map<Integer, Long> before, List<String> differences) {
  public ViewHistory {
    before = new TreeMap<>(before);
    differences = List.copyOf(differences);
  }

  /** How it stands. */
  public enum State {
    /** Nobody has said by which definition it runs: it was not started yet. */
    UNKNOWN,
    /** All rows are of the present definition. */
    CURRENT,
    /** Another definition runs; from the next start on, new rows are of the present one. */
    CHANGES_AT_START,
    /** It does not run, though other views of its source do; it will be new. */
    NEW_AT_START,
    /** New rows are of the present definition, and those before of another one. */
    CHANGED,
    /** New rows are there, and those before are not. */
    NEW
  }

  /** Whether there may be rows that are not of the present definition. */
  public boolean differs() {
    return state != State.UNKNOWN && state != State.CURRENT;
  }
}
