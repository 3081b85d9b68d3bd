package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.EveryType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeNamesTest {
  @Test
  void shouldHoldItself() {
    for (ColumnType type : EveryType.types()) {
      assertThat(TypeNames.holds(type.clickHouse(), type)).as(type.clickHouse()).isTrue();
    }
  }

  @Test
  void shouldKnowWiderTypesAndNoNarrowerOnes() {
    ColumnType text = ColumnType.of(Kind.STRING);
    assertThat(TypeNames.holds("LowCardinality(String)", text)).isTrue();
    assertThat(TypeNames.holds("LowCardinality(Nullable(String))", text.withNullable(true)))
        .isTrue();
    assertThat(TypeNames.holds("String", text.withNullable(true))).isFalse();
    assertThat(TypeNames.holds("UInt64", ColumnType.of(Kind.UINT32))).isTrue();
    assertThat(TypeNames.holds("Int32", ColumnType.of(Kind.UINT32))).isFalse();
    assertThat(TypeNames.holds("Float32", ColumnType.of(Kind.FLOAT64))).isFalse();
    assertThat(TypeNames.holds("DateTime('Europe/Berlin')", ColumnType.timestamp(0))).isTrue();
    assertThat(TypeNames.holds("DateTime", ColumnType.timestamp(3))).isFalse();
    assertThat(TypeNames.holds("DateTime64(6, 'UTC')", ColumnType.timestamp(3))).isTrue();
    assertThat(TypeNames.holds("DateTime64(3)", ColumnType.timestamp(6))).isFalse();
    assertThat(TypeNames.holds("Date", ColumnType.of(Kind.DATE32))).isFalse();
    assertThat(TypeNames.holds("Date32", ColumnType.of(Kind.DATE))).isTrue();
    assertThat(TypeNames.holds("DateTime64(9)", ColumnType.timestamp(6))).isFalse();
    assertThat(TypeNames.holds("Int16", ColumnType.of(Kind.UINT8))).isTrue();
    assertThat(TypeNames.holds("Int8", ColumnType.of(Kind.UINT8))).isFalse();
    assertThat(TypeNames.holds("Int64", ColumnType.of(Kind.UINT64))).isFalse();
    assertThat(TypeNames.holds("Decimal(12, 4)", ColumnType.decimal(10, 2))).isTrue();
    assertThat(TypeNames.holds("Decimal(12, 6)", ColumnType.decimal(10, 2))).isFalse();
    assertThat(TypeNames.holds("LowCardinality(String)", ColumnType.enumeration(List.of("a"))))
        .isTrue();
    assertThat(TypeNames.holds("Enum8('b' = -1, 'a' = 0)", ColumnType.enumeration(List.of("a"))))
        .isTrue();
    assertThat(TypeNames.holds("Enum8('b' = 1)", ColumnType.enumeration(List.of("a")))).isFalse();
    assertThat(
            TypeNames.holds("Array(Nullable(Int64))", ColumnType.array(ColumnType.of(Kind.INT32))))
        .isTrue();
    assertThat(
            TypeNames.holds(
                "Array(Int32)", ColumnType.array(ColumnType.of(Kind.INT32).withNullable(true))))
        .isFalse();
  }
}
