package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaturalTypeTest {
  private static PostgresType array(String element, boolean wholeOnUpdate) {
    return new PostgresType(element, element + "[]", -1, List.of(), true, 1, wholeOnUpdate);
  }

  @ParameterizedTest
  @CsvSource({
    "bool,-1,Bool",
    "bit,1,Bool",
    "bit,8,String",
    "int2,-1,Int16",
    "int4,-1,Int32",
    "int8,-1,Int64",
    "float4,-1,Float32",
    "float8,-1,Float64",
    "numeric,-1,String",
    "bytea,-1,String",
    "uuid,-1,UUID",
    "date,-1,Date32",
    "timestamp,0,DateTime",
    "timestamptz,2,DateTime64(3)",
    "timestamptz,-1,DateTime64(6)",
    "jsonb,-1,String",
    "interval,-1,String"
  })
  void shouldChooseTheTypeThatKeepsAllOfIt(String name, int modifier, String type) {
    PostgresType actual = PostgresType.of(name, modifier);
    assertThat(NaturalType.of(actual)).hasToString(type);
    assertThat(NaturalType.problem(actual)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "10,2,'Decimal(10, 2)'",
    "18,0,'Decimal(18, 0)'",
    "38,38,'Decimal(38, 38)'",
    "2,5,'Decimal(5, 5)'",
    "5,-3,'Decimal(8, 0)'",
    "39,2,String"
  })
  void shouldKeepTheDigitsOfNumbers(int precision, int scale, String type) {
    PostgresType actual = PostgresType.of("numeric", (precision << 16 | scale & 0x7FF) + 4);
    assertThat(NaturalType.of(actual)).hasToString(type);
    assertThat(NaturalType.problem(actual)).isNull();
  }

  @Test
  void shouldKeepLabelsAndElements() {
    PostgresType mood =
        new PostgresType("mood", "mood", -1, List.of("so so", "ok"), false, 0, false);
    assertThat(NaturalType.of(mood)).hasToString("Enum8('so so' = 1, 'ok' = 2)");
    assertThat(NaturalType.of(array("uuid", false))).hasToString("Array(Nullable(UUID))");
    assertThat(new DeclaredColumns(Set.of(), Set.of(), Set.of()).type("a", array("uuid", false)))
        .as("no NULL in place of an array")
        .hasToString("Array(Nullable(UUID))");
    assertThat(new DeclaredColumns(Set.of(), Set.of(), Set.of()).type("m", mood))
        .hasToString("Nullable(Enum8('so so' = 1, 'ok' = 2))");
  }

  @Test
  void shouldSayWhyAColumnIsLeftOut() {
    assertThat(NaturalType.problem(PostgresType.of("point", -1)))
        .isEqualTo("is point, for which prejoin has no type");
    assertThat(NaturalType.problem(array("float8", false))).contains("REPLICA IDENTITY FULL");
    assertThat(NaturalType.problem(array("float8", true))).isNull();
  }
}
