package dev.prejoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresErrorsTest {
  @Test
  void shouldNotShowAPassword() {
    SourceServer server =
        new SourceServer(
            "jdbc:postgresql://127.0.0.1:5432/shop?password=hunter2", "shop", "hunter2");
    assertThat(server.toString()).contains("127.0.0.1:5432/shop").doesNotContain("hunter2");
    assertThat(PostgresErrors.problem(server, new SQLException("no", "28P01")).getMessage())
        .contains("user shop")
        .doesNotContain("hunter2");
  }

  @Test
  void shouldTellAServerThatIsAwayFromOneThatRefuses() {
    assertThat(PostgresErrors.isAway(new SQLException("", "08001"))).isTrue();
    assertThat(PostgresErrors.isAway(new SQLException("", "57P03"))).isTrue();
    assertThat(PostgresErrors.isAway(new SQLException("", "28P01"))).isFalse();
    assertThat(PostgresErrors.isAway(new SQLException("", "42P01"))).isFalse();
    assertThat(PostgresErrors.isAway(new SQLException(""))).isFalse();
  }
}
