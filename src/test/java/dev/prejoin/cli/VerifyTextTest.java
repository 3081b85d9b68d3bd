package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.proof.VerifyReport;
import dev.prejoin.proof.VerifyReport.Aggregate;
import dev.prejoin.proof.VerifyReport.Counts;
import dev.prejoin.proof.VerifyReport.Difference;
import dev.prejoin.proof.VerifyReport.Hour;
import dev.prejoin.proof.VerifyReport.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyTextTest {
  private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");

  private static String text(List<Table> tables, List<Aggregate> aggregates) {
    return VerifyText.of(
        new VerifyReport("power", BEGIN, 4.25, 2, tables, aggregates, List.of("d: no reason")));
  }

  private static Hour hour(int after, long different) {
    return new Hour(
        Optional.of(BEGIN.plus(Duration.ofHours(after))), new Counts(1_000, 999, 3, different, 0));
  }

  @Test
  void shouldFoldHoursOfWhichThereIsNothingToTell() {
    List<Hour> hours = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hours.add(hour(i, i == 10 ? 1 : 0));
    }
    Table table = new Table("l3", new Counts(30_000, 29_970, 90, 1, 0), hours, List.of());

    assertThat(text(List.of(table), List.of()).lines().map(String::stripTrailing))
        .contains(
            "  2026-11-20 00:00 … 2026-11-20 09:00            10,000        9,990         30          0            0",
            "  2026-11-20 10:00                                1,000          999          3          1            0",
            "  2026-11-20 11:00 … 2026-11-21 04:00            18,000       17,982         54          0            0",
            "  2026-11-21 05:00                                1,000          999          3          0            0",
            "  all                                            30,000       29,970         90          1            0",
            "  … and 1 more row",
            "  d: no reason",
            "✗ What has landed is not what the SQL says: 1 row, 0 buckets (2 looks, 4.3 s)")
        .doesNotContain("  2026-11-20 01:00");
  }

  @Test
  void shouldTellEachColumnThatDiffersAndWhatIsMissing() {
    Table table =
        new Table(
            "l3",
            new Counts(3, 3, 0, 3, 2),
            List.of(new Hour(Optional.empty(), new Counts(3, 3, 0, 3, 2))),
            List.of(
                new Difference("7", Optional.of(BEGIN), Map.of("kWh", "1.5"), Map.of("kWh", "2.5")),
                new Difference("8", Optional.empty(), Map.of("kWh", "4"), Map.of()),
                new Difference("9", Optional.empty(), Map.of(), Map.of("kWh", "5"))));
    Aggregate aggregate =
        new Aggregate(
            "l4",
            2,
            2,
            1,
            0,
            List.of(
                new Difference(
                    "h=1",
                    Optional.empty(),
                    Map.of("n", "1", "s", "3"),
                    Map.of("n", "2", "s", "3"))));

    assertThat(text(List.of(table), List.of(aggregate)).lines().map(String::strip))
        .containsSubsequence(
            "✗ 7 of 2026-11-20 00:00",
            "kWh                  should be 1.5, is 2.5",
            "✗ 8 is not there; it should be",
            "kWh                  4",
            "✗ 9 is there, and should not be",
            "kWh                  5",
            "✗ h=1",
            "n                    should be 1, is 2",
            "Rows and buckets that changed at every look, of which nothing is said: 2")
        .doesNotContain("s                    should be 3, is 3");
  }
}
