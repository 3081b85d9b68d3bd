package dev.prejoin.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  private static final Column TEXT = new Column("t", ColumnType.of(Kind.STRING).withNullable(true));
  private static final Column NUMBER =
      new Column("n", ColumnType.of(Kind.FLOAT64).withNullable(true));

  @Property
  void shouldReadTheTextThatItWrites(@ForAll String text, @ForAll double number) {
    assertThat(Values.read(TEXT, Values.text(TEXT, text))).isEqualTo(text);
    assertThat(Values.read(NUMBER, Values.text(NUMBER, number))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "NULL; NULL",
        "\"NULL\"; \"NULL\"",
        "null; NULL",
        "17; 17",
        "\"17\"; 17",
        "true; true",
        "{\"a\": 1}; {\"a\": 1}",
        "\"\"; \"\"",
        "it's; it's",
        "\" a\"; \" a\"",
        "\"a…\"; \"a…\"",
      })
  void shouldShowTextAsShortAsItReadsTheSame(String cell, String shown) {
    assertThat(Values.text(TEXT, Values.read(TEXT, cell))).isEqualTo(shown);
  }

  @Example
  void shouldSayWhyACellIsNoValue() {
    Column small = new Column("d", ColumnType.of(Kind.UINT32));

    assertThatThrownBy(() -> Values.read(small, "-1"))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining("d is -1");
    assertThatThrownBy(() -> Values.read(small, "x")).hasMessage("d is x, which is no UInt32");
    assertThatThrownBy(() -> Values.read(small, "NULL"))
        .hasMessage("d is NULL, and its type is UInt32");
  }
}
