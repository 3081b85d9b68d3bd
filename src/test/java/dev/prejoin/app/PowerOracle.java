package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.devstack.DevStack;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleReport;
import dev.prejoin.proof.OracleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Judges what the shipped power pipeline has landed. */
final class PowerOracle {
  /** A source that is read again from its beginning is swept at each TRUNCATE that it ever had. */
  private static final Duration SOON = Duration.ofSeconds(150);

  private PowerOracle() {}

  /**
   * Waits until every row and bucket is what the pipeline's SQL says over the source.
   *
   * @param home where the pipeline's file is
   */
  static void awaitEqual(DevStack stack, Path home) {
    Oracle oracle =
        new Oracle(
            new OracleSettings(
                stack.clickHouseUrl(),
                "default",
                "",
                "default",
                stack.postgresHost(),
                stack.postgresPort(),
                stack.postgresDatabase(),
                stack.postgresUser(),
                ""));
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              OracleReport report =
                  oracle.compare(
                      home.resolve("topology/power.sql"),
                      home.resolve("clickhouse/oracle/power.sql"),
                      Set.of("l1_power_raw"));
              assertThat(report.comparisons()).hasSize(5).allMatch(c -> c.equal());
            });
  }
}
