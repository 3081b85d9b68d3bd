package dev.prejoin.proof;

import java.util.List;

/** What {@link Oracle} found, one comparison per table. */
public record OracleReport(List<Comparison> comparisons) {
  public OracleReport {
    comparisons = List.copyOf(comparisons);
  }

  public boolean equal() {
    return comparisons.stream().allMatch(Comparison::equal);
  }
}
