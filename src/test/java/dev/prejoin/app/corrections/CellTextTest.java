package dev.prejoin.app.corrections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import org.junit.jupiter.api.Test;

class CellTextTest {
  private static String of(double value) {
    return String.valueOf(CellText.of(value, ColumnType.of(Kind.FLOAT64)));
  }

  @Test
  void shouldWriteNumbersAsDatabasesDo() {
    assertThat(of(0)).isEqualTo("0");
    assertThat(of(12)).isEqualTo("12");
    assertThat(of(-2.5)).isEqualTo("-2.5");
    assertThat(of(0.0009765625)).isEqualTo("0.0009765625");
    assertThat(of(1e15)).isEqualTo("1000000000000000");
    assertThat(String.valueOf(CellText.of(0.1f, ColumnType.of(Kind.FLOAT32)))).isEqualTo("0.1");
  }

  @Test
  void shouldKeepThePowerOfTenOfWhatWouldBeLong() {
    assertThat(of(1.5e-300)).isEqualTo("1.5E-300");
    assertThat(of(1e300)).isEqualTo("1E+300");
  }

  @Test
  void shouldSayWhatIsNoNumber() {
    assertThat(of(Double.NaN)).isEqualTo("NaN");
    assertThat(of(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(CellText.of(null, ColumnType.of(Kind.FLOAT64))).isNull();
  }
}
