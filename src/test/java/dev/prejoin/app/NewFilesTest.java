package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
  @TempDir Path directory;

  @Test
  void shouldWriteAFileWholeWhereAnEarlierProcessWasKilled() throws Exception {
    Path file = directory.resolve("007_l4_x.sql");
    Files.writeString(directory.resolve("007_l4_x.sql.part"), "CREATE TABLE l4_x (");

    NewFiles files = new NewFiles(directory);
    files.write("007_l4_x.sql", "CREATE TABLE l4_x (a UInt8) ENGINE = Memory;");

    assertThat(files.written()).containsExactly(file);
    assertThat(file).hasContent("CREATE TABLE l4_x (a UInt8) ENGINE = Memory;");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void shouldLeaveWhatIsThere() throws Exception {
    Path file = Files.writeString(directory.resolve("001_mine.sql"), "mine");

    NewFiles files = new NewFiles(directory);
    files.write("001_mine.sql", "other");

    assertThat(files.written()).isEmpty();
    assertThat(file).hasContent("mine");
  }
}
