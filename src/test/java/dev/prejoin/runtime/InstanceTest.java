package dev.prejoin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir private Path directory;

  private Instance claim(String name) {
    return Instance.claim(directory.resolve(name));
  }

  private String idIn(String name) {
    try (Instance instance = claim(name)) {
      return instance.id().orElseThrow();
    }
  }

  @Test
  void shouldBeTheSameAgainInItsDirectory() {
    String first = idIn("state");

    assertThat(idIn("state")).isEqualTo(first);
    assertThat(idIn("other")).isNotEqualTo(first);
  }

  @Test
  void shouldHaveNoIdentityWhileAnotherHasIt() {
    try (Instance first = claim("state");
        Instance second = claim("state")) {
      assertThat(first.id()).isPresent();
      assertThat(second.id()).isEmpty();
    }
    assertThat(idIn("state")).isNotEmpty();
  }

  @Test
  void shouldSayThatTheDirectoryCannotBeWritten() throws IOException {
    Files.createFile(directory.resolve("state"));

    assertThatThrownBy(() -> claim("state"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("instance")
        .hasMessageContaining("state.directory");
  }
}
