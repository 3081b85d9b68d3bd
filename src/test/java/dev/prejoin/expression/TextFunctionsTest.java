package dev.prejoin.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of strings, search, JSON, bytes and arrays, at values that ClickHouse gave too. */
class TextFunctionsTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "text-examples.tsv",
      delimiter = '\t',
      quoteCharacter = '`',
      emptyValue = "",
      nullValues = "(never)")
  void shouldGiveClickHousesTypeAndValue(String expression, String type, String value)
      throws Misuse {
    Expr expr = Evaluated.bind(expression);
    assertThat(expr.type()).hasToString(type);
    assertThat(Evaluated.shown(expr)).isEqualTo(value == null ? "" : value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "substring('é', 2) | cuts a character",
        "left('aé', 2) | cuts a character",
        "leftPad('a', 2, 'é') | cuts a character",
        "reverse('é') | reverseUTF8",
        "unhex('ff') | no UTF-8",
        "base64Decode('a') | no base64",
        "base64Decode('YQ==YQ==') | no base64",
        "repeat('a', 1000001) | at most 1000000",
        "leftPad('a', -1) | not -1",
        "right('a', -9223372036854775808) | right of",
      })
  void shouldTellWhatIsWrongWithAValue(String expression, String words) throws Misuse {
    Expr expr = Evaluated.bind(expression);
    assertThatExceptionOfType(Misuse.class)
        .isThrownBy(() -> Evaluated.shown(expr))
        .withMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a' LIKE 'a\\\\' | ends in a \\",
        "'a' ILIKE 'ß' | no simple pair",
        "'a' ILIKE 'σ' | no simple pair",
        "match('a', '(') | no regular expression",
        "match('a', '') | must not be empty",
        "match('a', '\\\\pL') | versions of Unicode",
        "match('a', '(?=a)') | no regular expression",
        "replaceRegexpAll('a', 'x*', '') | matches an empty text",
        "replaceRegexpOne('a', '(x)', '\\\\2') | has 1 groups",
        "replaceRegexpOne('a', '(x)', '\\\\y') | neither a digit",
        "regexpExtract('a', '(x)', 2) | 0 to 1",
        "substring('a', 0) | the first is 1",
        "position('a', 'b', -1) | unsigned",
        "translate('a', 'a', 'bc') | not be longer",
        "translate('a', 'é', 'e') | ASCII",
        "format('{', 'a') | single {",
        "format('{2}', 'a') | no value is given",
        "splitByChar('ab', 'a') | one character",
        "splitByChar(',', 'a')[0] | the first is 1",
        "JSONExtract('{}', 'a', 'Date') | JSONExtractString",
        "length(1) | must be a String",
      })
  void shouldTellWhatIsWrongWithACall(String expression, String words) {
    assertThatExceptionOfType(Misuse.class)
        .isThrownBy(() -> Evaluated.bind(expression))
        .withMessageContaining(words);
  }
}
