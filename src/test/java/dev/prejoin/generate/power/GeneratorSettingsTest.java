package dev.prejoin.generate.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {
  @Test
  void shouldNotShowAPassword() {
    GeneratorSettings settings =
        GeneratorSettings.withDefaults(
            "jdbc:postgresql://127.0.0.1:5432/shop?password=hunter2", "shop", "hunter2");
    assertThat(settings.toString()).contains("127.0.0.1:5432/shop").doesNotContain("hunter2");
  }

  @Test
  void shouldTellAllProblemsAtOnce() {
    assertThatThrownBy(() -> new GeneratorSettings("jdbc:x", "u", "p", 1, 0, -1, Double.NaN))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.problems()).hasSize(3));
  }
}
