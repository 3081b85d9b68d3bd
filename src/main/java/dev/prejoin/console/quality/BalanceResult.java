package dev.prejoin.console.quality;

import java.util.List;

/** What became of each row of the sources. */
public record BalanceResult(List<Balance> balances) {
  public BalanceResult {
    balances = List.copyOf(balances);
  }

  /**
   * Of one source and one table at the end of its views, counted by key: {@code rows} = landed +
   * rejected + dead letters + filtered + waiting + unaccounted.
   *
   * @param surplus rows in the table that no row of the source accounts for
   * @param changed keys that changed while it was counted, which are in none of these
   * @param complete whether the topic still has all records since its beginning
   * @param holds whether nothing is unaccounted or surplus
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
      boolean complete,
      boolean holds) {}
}
