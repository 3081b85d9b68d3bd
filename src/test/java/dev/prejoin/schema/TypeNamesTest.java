package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeNamesTest {
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
    assertThat(TypeNames.read(name)).map(ColumnType::clickHouse).hasValue(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Int",
        "UInt23",
        "DateTime64(0)",
        "DateTime64(4)",
        "Decimal(39, 2)",
        "Nullable(Array(String))",
        "Enum8('a' = 2)",
        "Enum8()",
        "Map(String, String)"
      })
  void shouldNotKnowOtherNames(String name) {
    assertThat(TypeNames.read(name)).isEmpty();
  }
}
