package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.proof.bench.BurstReport;
import dev.prejoin.proof.bench.Latencies;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BurstTextTest {
  private static final Latencies TIMES = new Latencies(1_200, 0.5, 1.25, 2);

  @Test
  void shouldTellWhatTheBurstTookAndWhatFreshRowsWaitedFor() {
    assertThat(text(1, true).lines())
        .contains(
            "1,000,000 rows updated in one transaction",
            "  PostgreSQL took                12.0 s",
            "  then, until it landed          50.0 s",
            "  to the aggregates             100.0 s  (10,000 rows/s)",
            "  buckets counted anew        200,000    (150,000 different ones, in 3 rounds)",
            "  while buckets are counted anew      1,200     0.50     1.25     2.00",
            "ClickHouse                              512",
            "Every row and every bucket is what the SQL says");
  }

  @Test
  void shouldSayWhatDiffers() {
    assertThat(text(10, false))
        .contains("updated in 10 transactions", "NOT what the SQL says: l3_power_joined");
  }

  private static String text(int transactions, boolean equal) {
    return BurstText.of(
        new BurstReport(
            1_000_000,
            transactions,
            1_000,
            12,
            50,
            100,
            3,
            200_000,
            150_000,
            TIMES,
            TIMES,
            TIMES,
            TIMES,
            Map.of("ClickHouse", 512L << 20),
            equal,
            equal ? "" : "l3_power_joined"));
  }
}
