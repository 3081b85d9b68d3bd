package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DdlScriptTest {
  @Test
  void shouldCutAtSemicolonsOutsideOfQuotesAndComments() {
    assertThat(
            DdlScript.statements(
                """
                -- the first; table
                CREATE TABLE a (s String DEFAULT ';', `x;y` Int32); /* and;
                now */ SELECT 'it\\'s; fine';

                """))
        .containsExactly(
            "CREATE TABLE a (s String DEFAULT ';', `x;y` Int32)", "SELECT 'it\\'s; fine'");
  }
}
