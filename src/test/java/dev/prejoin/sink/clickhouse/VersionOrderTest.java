package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "26.7.2.1, false",
    "26.7, false",
    "26.10.1.1, false",
    "27.1, false",
    "26.6.9.9, true",
    "25.12.1.7, true",
    "26, true",
    "26.8.1.altinity, false",
  })
  void shouldCompareVersionsByTheirNumbers(String version, boolean before) {
    assertThat(WarehouseCheck.isBefore(version, "26.7")).isEqualTo(before);
  }
}
