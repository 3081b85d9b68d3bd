package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.sink.clickhouse.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A table that forgets old rows: what aggregates have counted of them stays as it is. */
class RetentionIT extends SinkFixture {
  private static final long DAY = 24 * HOUR;
  private static final long TODAY = System.currentTimeMillis() / DAY * DAY;
  private static final long OLD = TODAY - 200 * DAY;

  private void sendBoth() {
    for (int id = 0; id < 200; id++) {
      send('c', id, reading(OLD + id * 60_000L, id % 5, id % 9));
      send('c', 1000 + id, reading(TODAY + id * 60_000L, id % 5, id % 9));
    }
    producer.flush();
  }

  private List<String> buckets(String where) {
    return clickHouse
        .rows(
            """
            SELECT toString(tuple(ts_hour, device_id, countMerge(usage_count), sumMerge(usage_sum),
                                  maxMerge(usage_max))) AS line
            FROM l4_power_agg_stats WHERE %s GROUP BY ts_hour, device_id ORDER BY line
            """
                .formatted(where))
        .stream()
        .map(row -> row.getString("line"))
        .toList();
  }

  private List<String> counted(String where) {
    return clickHouse
        .rows(
            """
            SELECT toString(tuple(toStartOfHour(timestamp) AS ts_hour, device_id, count(),
                                  sum(power_usage_kWh), max(power_usage_kWh))) AS line
            FROM l3_power_joined FINAL WHERE %s GROUP BY ts_hour, device_id ORDER BY line
            """
                .formatted(where))
        .stream()
        .map(row -> row.getString("line"))
        .toList();
  }

  /** The bases of the rounds are all below their floors, and gone. */
  private void awaitFolded() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        clickHouse
                            .rows(
                                """
                                SELECT count() > 0
                                       AND (SELECT count() FROM l4_power_agg_stats_base) = 0 AS done
                                FROM l4_power_agg_stats_floor
                                """)
                            .get(0)
                            .getLong("done"))
                    .isOne());
  }

  @Test
  void shouldRefuseRowsOfFrozenBuckets() {
    Sink before = sink();
    sendBoth();
    awaitExact();
    before.close();
    String old = "ts_hour < now() - INTERVAL 100 DAY";
    List<String> frozen = buckets(old);
    assertThat(frozen).isNotEmpty();
    clickHouse.execute(
        "ALTER TABLE l3_power_joined MODIFY TTL timestamp + INTERVAL 90 DAY", Map.of());
    clickHouse.execute("OPTIMIZE TABLE l3_power_joined FINAL", Map.of());
    await().atMost(LIMIT).until(() -> new Figures(clickHouse).exactRows("l3_power_joined") == 200);

    foldingSink();
    // Changed, gone, late, and moved here and there; what is kept stays exact.
    send('u', 3, reading(OLD, 3, 50));
    send('d', 4, null);
    send('c', 5000, reading(OLD + HOUR, 1, 7));
    send('u', 5, reading(TODAY + HOUR, 1, 6));
    send('u', 1005, reading(OLD + HOUR, 1, 6));
    send('u', 1006, reading(TODAY + 2 * HOUR, 1, 6));
    send('d', 1007, null);
    producer.flush();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(new Figures(clickHouse).exactRows("l3_power_joined")).isEqualTo(199);
              assertThat(new Figures(clickHouse).staleBuckets("l3_power_joined")).isZero();
              assertThat(buckets("NOT " + old)).isEqualTo(counted("1"));
            });
    assertThat(buckets(old)).isEqualTo(frozen);
    assertThat(new Figures(clickHouse).refusedRows()).containsEntry("l3_power_joined", 3L);

    // Folded, and what was below the floor is deleted.
    awaitFolded();
    assertThat(buckets(old)).isEqualTo(frozen);
    assertThat(buckets("NOT " + old)).isEqualTo(counted("1"));

    // The whole table: what is frozen stays.
    truncate();
    send('c', 7000, reading(TODAY, 1, 7));
    producer.flush();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(buckets("NOT " + old)).hasSize(1).isEqualTo(counted("1"));
              assertThat(buckets(old)).isEqualTo(frozen);
            });
  }
}
