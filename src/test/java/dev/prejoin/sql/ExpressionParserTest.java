package dev.prejoin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpressionParserTest {

  static Stream<Examples.Example> examples() {
    return Examples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldReadAsClickHouseDoes(Examples.Example example) throws SyntaxException {
    assertThat(Trees.of(example.text())).isEqualTo(example.tree());
  }

  @Test
  void shouldReadOverLines() throws SyntaxException {
    assertThat(Trees.of("a -- one\n + b // two\n - c # three\r\n\t* d #! four"))
        .isEqualTo("minus(plus(a, b), multiply(c, d))");
  }
}
