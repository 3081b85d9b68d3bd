package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.Drift;
import dev.prejoin.console.Drift.Amount;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.proof.VerifyReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTextTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:03:10Z");

  @Test
  void shouldTellRowsKindsSumsAndTheVerdict() {
    assertThat(
            DriftText.of(
                new DriftCommand.Told(
                    "power",
                    report(0),
                    new DriftHistory(
                        true,
                        drift(true),
                        true,
                        List.of(
                            new DriftHistory.Point(AT.minusSeconds(600), 0, 1, 0, 0, 0, 900),
                            new DriftHistory.Point(AT, 10, 5, 4, 3, 0, 1_000))))))
        .isEqualTo(
            """
            Pipeline power at 2026-03-01 12:03:10 UTC

                                                             prejoin   ClickHouse's join     difference
            joined rows                                        1,000               1,007             +7   +0.70 %
            kWh                                              1,500.0             1,510.5          +10.5   +0.70 %
            l4_power_agg_stats, buckets off                                           12         of 400    3.00 %

            What is wrong in ClickHouse's join                                      rows            kWh   of rows
              without metadata that is there                                          10           15.0    1.00 %
              with outdated metadata                                                   5            7.5    0.50 %
              old version still counted                                                4            6.0    0.40 %
              deleted, and still counted                                               3            4.5    0.30 %
              not there                                                                0            0.0    0.00 %

            building_type, kWh: 2 of 12 off                  prejoin   ClickHouse's join     difference
              (none)                                             0.0                15.0          +15.0
              House                                             30.0                25.5           -4.5  -15.00 %
              … and 10 nearer ones

            It was given the same: 990 inserts, 4 updates, 3 deletes, 1,002 of metadata, and not 6 with NULL, which its tables do not take. It has 2.0 MiB.
            22 rows are wrong now; 1 were 10.0 min before.
            ✓ prejoin's 1,000 rows and 400 buckets are what the SQL says over PostgreSQL (compared at 2026-03-01 12:03:10 UTC)
            """);
  }

  @Test
  void shouldSayWhatWasNotComparedAndWhatIsWrongInPrejoinItself() {
    String unverified =
        DriftText.of(
            new DriftCommand.Told(
                "power", null, new DriftHistory(true, drift(false), true, List.of())));
    assertThat(unverified)
        .startsWith("Pipeline power at 2026-03-01 12:03:10 UTC, rows since 2026-03-01 10:00:00\n")
        .endsWith("prejoin's rows were not compared with the source (--no-verify).\n");
    assertThat(
            DriftText.of(
                new DriftCommand.Told(
                    "power", report(2), new DriftHistory(true, drift(true), true, List.of()))))
        .endsWith(
            "✗ Of prejoin's 1,000 rows and 400 buckets, compared at 2026-03-01 12:03:10 UTC, 2 are"
                + " not what the SQL says: prejoin verify tells which\n");
  }

  @Test
  void shouldSaySinceWhenNothingWasCompared() {
    assertThat(
            DriftText.of(
                new DriftCommand.Told(
                    "power", report(0), new DriftHistory(true, drift(true), false, List.of()))))
        .startsWith(
            """
            Pipeline power at 2026-03-01 12:03:10 UTC
            Not compared since 2026-03-01 12:03:10 UTC: the run that feeds ClickHouse's join must \
            be running, and its log says what it waits for. What follows is of then.

            """);
  }

  private static Drift drift(boolean whole) {
    return new Drift(
        AT,
        Instant.parse("2026-03-01T10:00:00Z"),
        whole,
        "kWh",
        new Amount(1_000, 1_500),
        new Amount(1_007, 1_510.5),
        new Amount(10, 15),
        new Amount(5, 7.5),
        new Amount(4, 6),
        new Amount(3, 4.5),
        new Amount(0, 0),
        "l4_power_agg_stats",
        400,
        12,
        List.of(
            new Drift.Group(
                "building_type",
                12,
                2,
                List.of(
                    new Drift.Value("", new Amount(0, 0), new Amount(10, 15)),
                    new Drift.Value("House", new Amount(20, 30), new Amount(17, 25.5))))),
        0,
        new Drift.Fed(990, 4, 3, 6, 1_002),
        0.4,
        2 * 1024 * 1024);
  }

  private static VerifyReport report(long different) {
    VerifyReport.Counts all = new VerifyReport.Counts(1_000, 1_000, 0, different, 0);
    return new VerifyReport(
        "power",
        AT,
        1,
        1,
        List.of(new VerifyReport.Table("l3_power_joined", all, List.of(), List.of())),
        List.of(new VerifyReport.Aggregate("l4_power_agg_stats", 400, 400, 0, 0, List.of())),
        List.of());
  }
}
