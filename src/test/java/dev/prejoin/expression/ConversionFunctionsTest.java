package dev.prejoin.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversions at values that ClickHouse gave too. */
class ConversionFunctionsTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "conversion-examples.tsv",
      delimiter = '\t',
      quoteCharacter = '`',
      emptyValue = "",
      nullValues = "(never)")
  void shouldGiveClickHousesTypeAndValue(String expression, String type, String value)
      throws Misuse {
    Expr expr = Evaluated.bind(expression);
    assertThat(expr.type()).hasToString(type);
    assertThat(Evaluated.shown(expr)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "toInt32('1 ') | \"1 \" is no Int32",
        "toUInt8('-0') | \"-0\" is no UInt8",
        "toFloat64('.') | \".\" is no Float64",
        "toInt8(128.5) | 128.5 is no Int8",
        "toUInt8(-1.0) | -1 is no UInt8",
        "toInt64(toFloat64('nan')) | nan is no Int64",
        "toInt8(toDecimal32('128.5', 1)) | 128.5 is no Int8",
        "toDecimal32('10000000', 2) | \"10000000\" is no Decimal(9, 2)",
        "toDecimal32(21474837, 2) | 21474837 is no Decimal(9, 2)",
        "toBool('2') | \"2\" is no Bool",
        "toUUID('x') | \"x\" is no UUID",
        "CAST(3 AS Enum8('a' = 1, 'b' = 2)) | 3 is no Enum8",
        "accurateCast(256, 'UInt8') | 256 is no UInt8",
        "CAST(toNullable(toInt8OrNull('x')) AS Int8) | NULL is no Int8",
      })
  void shouldTellWhatIsWrongWithAValue(String expression, String words) throws Misuse {
    Expr expr = Evaluated.bind(expression);
    assertThatExceptionOfType(Misuse.class)
        .isThrownBy(() -> Evaluated.shown(expr))
        .withMessageContaining(words);
  }

  @Test
  void shouldNotWrapATimeThatAFinerColumnDoesNotHold() throws Misuse {
    Expr expr = Evaluated.bind("toDateTime64(toDecimal128('99999999999999999', 0), 0)");
    JavaClass java = new JavaClass();
    JavaMethod method = java.newMethod();
    method.statement("return " + Fit.boxed(expr, ColumnType.timestamp(3), method));
    java.method("public Object get()", method);
    Evaluated.Constant code = java.load(Evaluated.Constant.class);
    assertThatExceptionOfType(BadRowException.class).isThrownBy(code::get);
  }
}
