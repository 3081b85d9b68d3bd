package dev.prejoin.app.status;

/**
 * What became of each row of a source, counted by key.
 *
 * @param source whose rows are counted, as they are at their last change
 * @param target the last view's
 * @param rows keys of the source that are there
 * @param landed of these, in the target's table, by the same change
 * @param rejected kept out by a rule, and kept with it
 * @param deadLetters put aside
 * @param filtered kept out by a rule whose rejects are not kept, or by an INNER JOIN
 * @param waiting not landed yet, as the topology has not read their last change, or the sink has
 *     not landed what came of it
 * @param unaccounted none of these
 * @param surplus rows in the target's table that no row of the source accounts for
 * @param changed keys that changed while it was counted, which are not in any of these
 * @param complete whether the topic still has all records since its beginning; if not, only keys
 *     that changed since then are counted
 */
public record Balance(
    String source,
    String target,
    long rows,
    long landed,
    long rejected,
    long deadLetters,
    long filtered,
    long waiting,
    long unaccounted,
    long surplus,
    long changed,
    boolean complete) {
  static Balance none(String source, String target) {
    return new Balance(source, target, 0, 0, 0, 0, 0, 0, 0, 0, 0, true);
  }

  Balance plus(Balance other) {
    return new Balance(
        source,
        target,
        rows + other.rows,
        landed + other.landed,
        rejected + other.rejected,
        deadLetters + other.deadLetters,
        filtered + other.filtered,
        waiting + other.waiting,
        unaccounted + other.unaccounted,
        surplus + other.surplus,
        changed + other.changed,
        complete && other.complete);
  }

  /** Whether each row of the source is in one place or on its way, and nothing else is there. */
  public boolean holds() {
    return unaccounted == 0 && surplus == 0;
  }
}
