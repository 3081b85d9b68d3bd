package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir private Path directory;

  private Instance claim(String group) {
    return Instance.claim(Optional.of(directory.resolve("state")), group);
  }

  private String idOf(String group) {
    try (Instance instance = claim(group)) {
      return instance.id().orElseThrow();
    }
  }

  @Test
  void shouldBeTheSameAgainInItsGroup() {
    String first = idOf("a/b group");

    assertThat(idOf("a/b group")).isEqualTo(first);
    assertThat(idOf("another")).isNotEqualTo(first);
  }

  @Test
  void shouldBeAStrangerWhileAnotherHasTheIdentity() {
    try (Instance first = claim("group");
        Instance second = claim("group")) {
      assertThat(first.id()).isPresent();
      assertThat(second.id()).isEmpty();
    }
  }

  @Test
  void shouldBeAStrangerWithoutADirectory() {
    try (Instance instance = Instance.claim(Optional.empty(), "group")) {
      assertThat(instance.id()).isEmpty();
    }
  }

  @Test
  void shouldSayThatTheDirectoryCannotBeWritten() throws IOException {
    Files.createFile(directory.resolve("state"));

    assertThatThrownBy(() -> claim("group"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("group.instance")
        .hasMessageContaining("state.directory");
  }
}
