package dev.prejoin.proof.chaos;

import dev.prejoin.proof.Comparison;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleReport;
import dev.prejoin.proof.OracleSettings;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Waits until all has landed, and asks the oracle. Nobody may write meanwhile. */
final class Judge {
  private static final long LANDED_WITHIN_MS = 180_000;
  private static final long LOOK_EVERY_MS = 300;

  /** Rows that the cleaning view lets through; NaN is above all numbers in PostgreSQL. */
  private static final String EXPECTED =
      "SELECT count(*) FROM public.power_readings"
          + " WHERE \"power_usage_kWh\" >= 0 AND \"power_usage_kWh\" < %s";

  /** The rule may have been changed. */
  private static final Pattern RULE = Pattern.compile("power_usage_kWh < (\\d+)");

  private static final String LANDED = "SELECT count() FROM l3_power_joined FINAL";

  /** An aggregate that was made anew has another name, and the former one may be gone. */
  private static final String STALE =
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'l4\\\\_%\\\\_stale'";

  private final Path home;
  private final Source source;
  private final Aggregates aggregates;
  private final Oracle oracle;

  Judge(Path home, Source source, Aggregates aggregates, OracleSettings settings) {
    this.home = home;
    this.source = source;
    this.aggregates = aggregates;
    this.oracle = new Oracle(settings);
  }

  /**
   * The oracle's word.
   *
   * @param after how many faults
   * @param at seconds since the run began
   */
  Check check(int after, double at) throws InterruptedException {
    long end = System.nanoTime() + LANDED_WITHIN_MS * 1_000_000;
    Check check = new Check(after, at, 0, 0, false, "nothing was compared");
    while (!check.equal() && System.nanoTime() - end < 0) {
      if (landed()) {
        check = compare(after, at);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    // What still lacks is what the comparison tells.
    return check.equal() ? check : compare(after, at);
  }

  private boolean landed() throws InterruptedException {
    try {
      for (String[] view : aggregates.rows(STALE)) {
        if (aggregates.number("SELECT count() FROM `" + view[0] + "`") > 0) {
          return false;
        }
      }
      return aggregates.number(LANDED) == source.number(EXPECTED.formatted(limit()));
    } catch (IOException | SQLException e) {
      return false;
    }
  }

  private String limit() throws IOException {
    Matcher rule = RULE.matcher(Files.readString(home.resolve("topology/power.sql")));
    if (!rule.find()) {
      throw new IllegalStateException("topology/power.sql has no rule " + RULE);
    }
    return rule.group(1);
  }

  private Check compare(int after, double at) {
    try {
      OracleReport report =
          oracle.compare(
              home.resolve("topology/power.sql"),
              home.resolve("clickhouse/oracle/power.sql"),
              Set.of());
      return new Check(
          after,
          at,
          rows(report, "l3_power_joined"),
          rows(report, "l4_power_agg_stats"),
          report.equal(),
          report.comparisons().stream()
              .filter(comparison -> !comparison.equal())
              .map(Judge::text)
              .collect(Collectors.joining("; ")));
    } catch (ProblemException e) {
      return new Check(after, at, 0, 0, false, String.valueOf(e.getMessage()));
    }
  }

  private static long rows(OracleReport report, String table) {
    return report.comparisons().stream()
        .filter(comparison -> comparison.table().equals(table))
        .mapToLong(Comparison::expectedRows)
        .sum();
  }

  private static String text(Comparison c) {
    return "%s: %d missing, %d surplus, %d different, such as %s"
        .formatted(
            c.table(),
            c.missing(),
            c.surplus(),
            c.different(),
            c.samples().stream().limit(3).collect(Collectors.joining(", ")));
  }
}
