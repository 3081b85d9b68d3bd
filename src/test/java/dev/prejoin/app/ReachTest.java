package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "127.0.0.1:9092; true",
        "[::1]:9092; true",
        "no-such-host.invalid:9092; false",
        "no-such-host.invalid:9092, 127.0.0.1:9093; true",
        "''; true",
        "what is this; true",
      })
  void shouldKnowAServerWhoseNameHasAnAddress(String servers, boolean known) {
    assertThat(Reach.isKnownAny(servers)).isEqualTo(known);
  }
}
