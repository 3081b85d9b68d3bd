package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.ColumnType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseTypesTest {
  @Test
  void shouldReadWhatEveryTypeIsCalled() {
    for (ColumnType type : EveryType.types()) {
      // The names of bytes and text are one.
      if (!type.toString().contains("String")) {
        assertThat(ClickHouseTypes.parse(type.clickHouse())).isEqualTo(type);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bool",
        "Int8",
        "UInt64",
        "Float32",
        "String",
        "UUID",
        "Date",
        "Date32",
        "DateTime",
        "DateTime64(9)",
        "Decimal(38, 10)",
        "Nullable(Decimal(9, 2))",
        "Array(Nullable(String))",
        "Enum8('a' = 1, 'it\\'s, ) = 2' = 2)"
      })
  void shouldReadWhatATypeIsCalled(String name) {
    assertThat(ClickHouseTypes.parse(name).clickHouse()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DateTime('Europe/Berlin') | DateTime",
        "DateTime64(3, 'UTC') | DateTime64(3)",
        "LowCardinality(Nullable(String)) | Nullable(String)",
        "Array( Decimal(9,2) ) | Array(Decimal(9, 2))",
        "Decimal(9) | Decimal(9, 0)"
      })
  void shouldReadOtherNamesOfATypeAsTheSame(String name, String type) {
    assertThat(ClickHouseTypes.parse(name)).hasToString(type);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "\"\" | none of the types",
        "Int | none of the types",
        "UInt23 | none of the types",
        "DateTime64(0) | write DateTime instead",
        "DateTime64(4) | 0, 3, 6 or 9 digits of a second, not 4",
        "Decimal(39, 2) | 1 to 38 digits, not 39",
        "Nullable(Array(String)) | NULL",
        "Enum8('a' = 0, 'b' = 1) | gives 'a' the value 0",
        "Enum8('a' = 1 'b') | none of the types",
        "Enum8() | none of the types",
        "Map(String, String) | none of the types"
      })
  void shouldSayWhyItHasNoSuchType(String name, String reason) {
    assertThatThrownBy(() -> ClickHouseTypes.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldTakeEnumsWithAnyLabelsNumberedFromOne() {
    ColumnType labels = ColumnType.enumeration(List.of("it's", "a, b = 2", "back\\slash"));

    assertThat(ClickHouseTypes.parse(labels.clickHouse())).isEqualTo(labels);
    assertThat(ClickHouseTypes.parse("Enum('a', 'b')"))
        .isEqualTo(ColumnType.enumeration(List.of("a", "b")));
    assertThat(ClickHouseTypes.parse("String")).isEqualTo(ColumnType.of(Kind.STRING));
  }
}
