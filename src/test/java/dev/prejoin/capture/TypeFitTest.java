package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeFitTest {
  private static final PostgresType MOOD =
      new PostgresType("mood", "mood", -1, List.of("sad", "ok"), false, 0, false);

  private static PostgresType type(String name, int modifier) {
    return PostgresType.of(name, modifier);
  }

  private static int numeric(int digits, int scale) {
    return (digits << 16 | scale) + 4;
  }

  @Test
  void shouldRefuseMicrosecondsInWholeSeconds() {
    PostgresType micros =
        new PostgresType("timestamptz", "timestamp with time zone", -1, List.of(), false, 0, false);

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
    assertThat(TypeFit.problem(ColumnType.of(Kind.STRING), MOOD)).isNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.STRING), type("bytea", -1))).isNotNull();
  }

  @Test
  void shouldTakeEnumsWithAllTheirLabels() {
    assertThat(TypeFit.problem(ColumnType.enumeration(List.of("ok", "sad", "happy")), MOOD))
        .isNull();
    assertThat(TypeFit.problem(ColumnType.enumeration(List.of("ok")), MOOD))
        .isEqualTo(
            "is mood, whose labels 'sad' are no symbols of Enum8('ok' = 1); add them to the"
                + " schema, or declare string");
    assertThat(TypeFit.problem(ColumnType.enumeration(List.of("ok")), type("int4", -1)))
        .contains("that takes", "an enum");
  }

  @Test
  void shouldTellWhichDecimalANumericNeeds() {
    ColumnType decimal = ColumnType.decimal(10, 2);
    assertThat(TypeFit.problem(decimal, type("numeric", numeric(10, 2)))).isNull();
    assertThat(TypeFit.problem(decimal, type("numeric", -1))).isNull();
    assertThat(TypeFit.problem(decimal, type("int8", -1))).isNull();
    assertThat(TypeFit.problem(decimal, type("numeric", numeric(12, 4))))
        .isEqualTo(
            "is numeric, which does not fit Decimal(10, 2); declare precision 12 and scale 4");
    assertThat(TypeFit.problem(decimal, type("numeric", numeric(10, 0)))).contains("precision 10");
    assertThat(TypeFit.problem(decimal, type("numeric", numeric(100, 0)))).contains("string");
    // numeric(3, -2): 99,900 at most
    assertThat(TypeFit.problem(decimal, type("numeric", (3 << 16 | 0x7FE) + 4))).isNull();
    assertThat(TypeFit.problem(ColumnType.decimal(4, 0), type("numeric", (3 << 16 | 0x7FE) + 4)))
        .contains("precision 5 and scale 0");
  }

  @Test
  void shouldTakeArraysOfOneDimensionThatUpdatesCannotLose() {
    ColumnType texts = ColumnType.array(ColumnType.of(Kind.STRING));
    ColumnType floats = ColumnType.array(ColumnType.of(Kind.FLOAT64));
    assertThat(TypeFit.problem(texts, array("text", 1, false))).isNull();
    assertThat(TypeFit.problem(texts, array("text", 2, false))).contains("several dimensions");
    assertThat(TypeFit.problem(texts, array("int4", 1, false))).contains("each element is int4");
    assertThat(TypeFit.problem(texts, type("text", -1))).contains("is no array");
    assertThat(TypeFit.problem(texts, array("xml", 1, true))).contains("do not come through");
    assertThat(TypeFit.problem(floats, array("float8", 1, false))).contains("REPLICA IDENTITY");
    assertThat(TypeFit.problem(floats, array("float8", 1, true))).isNull();
    assertThat(TypeFit.problem(ColumnType.of(Kind.STRING), array("text", 1, false)))
        .contains("declare an array");
  }

  private static PostgresType array(String element, int dimensions, boolean whole) {
    return new PostgresType(element, element + "[]", -1, List.of(), true, dimensions, whole);
  }
}
