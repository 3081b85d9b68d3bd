package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TypeNamesTest {
  @Property
  void shouldHoldItself(@ForAll boolean nullable) {
    for (Kind kind : new Kind[] {Kind.BOOLEAN, Kind.INT64, Kind.STRING, Kind.DATE32}) {
      ColumnType type = ColumnType.of(kind).withNullable(nullable);
      assertThat(TypeNames.holds(type.clickHouse(), type)).isTrue();
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
  }
}
