package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.BadRowException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {
  @Property
  void shouldReadWhatTheJdkWrites(
      @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L)
          long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);

    assertThat(UtcText.micros(DateTimeFormatter.ISO_INSTANT.format(instant))).isEqualTo(micros);
    assertThat(
            UtcText.micros(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC))))
        .isEqualTo(micros);
  }

  @Test
  void shouldReadOtherOffsets() {
    assertThat(UtcText.micros("1970-01-01T01:00:00+01:00")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "infinity", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00Z", "x"})
  void shouldRefuseWhatIsNoTime(String text) {
    assertThatThrownBy(() -> UtcText.micros(text)).isInstanceOf(BadRowException.class);
  }
}
