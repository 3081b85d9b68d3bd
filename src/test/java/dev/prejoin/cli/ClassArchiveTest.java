package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class ClassArchiveTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir private Path directory;

  private Path file;
  private Path jar;
  private ClassArchive archive;

  @BeforeEach
  void place() throws Exception {
    file = directory.resolve("prejoin.jsa");
    // The jar of slf4j: an archive is of jars, and of no directory such as target/classes.
    jar = Path.of(Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    archive = new ClassArchive(file, jar.toString());
  }

  @Test
  void shouldMakeAnArchiveThatAJvmMaps() throws Exception {
    Files.writeString(
        beside(".pid" + PID),
        "java/lang/Object id: 0\njava/lang/String id: 1\norg/slf4j/Logger id: 2\norg/slf4j/Log");

    archive.dump();

    assertThat(files()).as("only the archive stays").containsExactly(file);
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:on",
                "-XX:SharedArchiveFile=" + file,
                "-cp",
                jar.toString(),
                "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(jvm.waitFor()).isZero();
  }

  @Test
  void shouldLeaveNothingWhereNoArchiveCanBeMade() throws IOException {
    Files.writeString(beside(".pid" + PID), "this is no list of classes: 0\n");

    assertThatThrownBy(archive::dump)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit status");

    assertThat(files()).isEmpty();
  }

  @Test
  void shouldRemoveWhatKilledProcessesLeft() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path own = Files.createFile(beside(".pid" + PID));
    Path other = Files.createFile(beside(".backup"));
    Files.createFile(beside(".pid" + dead.pid()));
    Files.createFile(beside(".new.pid" + dead.pid()));

    archive.removeLeftOver();

    assertThat(files()).containsExactlyInAnyOrder(own, other);
  }

  private Path beside(String suffix) {
    return directory.resolve("prejoin.jsa" + suffix);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
