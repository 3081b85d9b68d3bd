package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.TypeFit.PostgresType;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import org.junit.jupiter.api.Test;

class TypeFitTest {
  private static PostgresType type(String name, int modifier) {
    return new PostgresType(name, name, modifier, false);
  }

  private static int numeric(int digits, int scale) {
    return (digits << 16 | scale) + 4;
  }

  @Test
  void shouldRefuseMicrosecondsInWholeSeconds() {
    PostgresType micros = new PostgresType("timestamptz", "timestamp with time zone", -1, false);

    assertThat(TypeFit.problem(ColumnType.timestamp(0), micros))
        .isEqualTo(
            "is timestamp with time zone: microseconds do not fit DateTime; declare"
                + " timestamp-micros (DateTime64(6)), or make the column timestamptz(0)");
    assertThat(TypeFit.problem(ColumnType.timestamp(6), micros)).isNull();
    assertThat(TypeFit.problem(ColumnType.timestamp(0), type("timestamptz", 0))).isNull();
    assertThat(TypeFit.problem(ColumnType.timestamp(0), type("timestamp", 3)))
        .contains("milliseconds do not fit DateTime");
    assertThat(TypeFit.problem(ColumnType.timestamp(3), type("timestamp", 3))).isNull();
  }

  @Test
  void shouldTakeOnlyNumbersThatFit() {
    assertThat(TypeFit.problem(ColumnType.of(Kind.INT32), type("int8", -1)))
        .isEqualTo("is int8, which does not fit Int32; that takes int2, int4");
    assertThat(TypeFit.problem(ColumnType.of(Kind.UINT32), type("int8", -1))).isNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.INT64), type("numeric", numeric(18, 0))))
        .isNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.INT64), type("numeric", numeric(19, 0))))
        .isNotNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.INT64), type("numeric", numeric(10, 2))))
        .isNotNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.FLOAT64), type("numeric", numeric(10, 2))))
        .isNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.FLOAT32), type("float8", -1))).isNotNull();
  }

  @Test
  void shouldTakeEnumsAsText() {
    assertThat(
            TypeFit.problem(ColumnType.of(Kind.STRING), new PostgresType("mood", "mood", -1, true)))
        .isNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.STRING), type("bytea", -1))).isNotNull();
  }
}
