package dev.prejoin.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {
  @Test
  void shouldNotShowAPassword() {
    GeneratorSettings settings =
        GeneratorSettings.withDefaults(
            "jdbc:postgresql://127.0.0.1:5432/shop?password=hunter2", "shop", "hunter2");
    assertThat(settings.toString()).contains("127.0.0.1:5432/shop").doesNotContain("hunter2");
    assertThat(PostgresErrors.problem(settings, new SQLException("no", "28P01")).getMessage())
        .contains("user shop")
        .doesNotContain("hunter2");
  }

  @Test
  void shouldTellAllProblemsAtOnce() {
    assertThatThrownBy(() -> new GeneratorSettings("jdbc:x", "u", "p", 1, 0, -1, Double.NaN))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.problems()).hasSize(3));
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
