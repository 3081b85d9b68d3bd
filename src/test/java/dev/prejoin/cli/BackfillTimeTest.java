package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import org.junit.jupiter.api.Test;

class BackfillTimeTest {
  private static final Column TIME = new Column("time", ColumnType.timestamp(6));
  private static final Column DAY = new Column("day", ColumnType.of(ColumnType.Kind.DATE32));

  @Test
  void shouldBeInUtcWhateverTheZoneOfTheServer() {
    assertThat(BackfillTime.of("--from", "2026-11-21T16:00:00Z", TIME))
        .containsExactly("2026-11-21 16:00:00.000000+00");
    assertThat(BackfillTime.of("--from", "0999-01-01T00:00:00.123456Z", TIME))
        .containsExactly("0999-01-01 00:00:00.123456+00");
    assertThat(BackfillTime.of("--from", "", TIME)).isEmpty();
  }

  @Test
  void shouldSayHowATimeLooks() {
    assertThatThrownBy(() -> BackfillTime.of("--to", "yesterday'; DROP TABLE x", TIME))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("--to must look like 2026-11-21T16:00:00Z");
  }

  @Test
  void shouldTakeOnlyMidnightsForADate() {
    assertThat(BackfillTime.of("--from", "2026-11-21T00:00:00Z", DAY))
        .containsExactly("2026-11-21 00:00:00.000000+00");
    assertThatThrownBy(() -> BackfillTime.of("--to", "2026-11-21T16:00:00Z", DAY))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "day is a date, so --to must be a midnight such as 2026-11-21T00:00:00Z, not 2026-11-21T16:00:00Z");
  }
}
