package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final String ENGINE =
      "ReplacingMergeTree(_version, _deleted) PARTITION BY toYYYYMM(at) ORDER BY (device, at, _key)";

  @Test
  void shouldReadATimeAndAnInterval() {
    assertThat(
            Retention.of(ENGINE + " TTL at + toIntervalDay(90) SETTINGS index_granularity = 8192"))
        .hasValueSatisfying(
            retention -> {
              assertThat(retention.column()).isEqualTo("at");
              assertThat(retention.interval()).isEqualTo("toIntervalDay(90)");
            });
    assertThat(Retention.of(ENGINE + " TTL toDateTime(`at`) + toIntervalMonth(13)"))
        .hasValueSatisfying(retention -> assertThat(retention.column()).isEqualTo("at"));
  }

  @Test
  void shouldPassOverWhatForgetsNothing() {
    assertThat(Retention.of(ENGINE + " SETTINGS index_granularity = 8192")).isEmpty();
    assertThat(Retention.of(ENGINE + " TTL at + toIntervalDay(9) TO VOLUME 'cold' SETTINGS a = 1"))
        .isEmpty();
    assertThat(
            Retention.of(
                ENGINE
                    + " TTL at + toIntervalDay(9) TO DISK 'slow', at + toIntervalDay(90) SETTINGS a = 1"))
        .hasValueSatisfying(
            retention -> assertThat(retention.interval()).isEqualTo("toIntervalDay(90)"));
  }

  @Test
  void shouldNotGuess() {
    for (String ttl :
        new String[] {
          "at + toIntervalDay(9) WHERE device = 1",
          "at + toIntervalDay(days)",
          "toStartOfMonth(at) + toIntervalDay(9)",
          "at + toIntervalDay(9), other + toIntervalDay(1)"
        }) {
      assertThat(Retention.of(ENGINE + " TTL " + ttl + " SETTINGS a = 1"))
          .as(ttl)
          .hasValueSatisfying(retention -> assertThat(retention.column()).isEmpty());
    }
  }
}
