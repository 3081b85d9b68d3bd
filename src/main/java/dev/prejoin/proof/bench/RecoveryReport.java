package dev.prejoin.proof.bench;

import dev.prejoin.proof.node.Recoveries;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How long it took until all was as before a kill.
 *
 * @param rate rows a second
 * @param usual how late rows were before the kills
 * @param recoveries of each role
 * @param equal whether every row and bucket was what the SQL says, in the end
 * @param differences what was not
 */
public record RecoveryReport(
    int rate, Latencies usual, List<Recoveries> recoveries, boolean equal, String differences) {
  public RecoveryReport {
    recoveries = List.copyOf(recoveries);
  }

  /** As a table. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%n%,d rows a second, as long as nothing is killed %.2f s late (p99 %.2f)%n%n%s%n%s%n%n%s",
        rate,
        usual.p50(),
        usual.p99(),
        Recoveries.heading(),
        recoveries.stream()
            .map(Recoveries::text)
            .collect(Collectors.joining(System.lineSeparator())),
        equal
            ? "Every row and every bucket is what the SQL says"
            : "NOT what the SQL says: " + differences);
  }
}
