package dev.prejoin.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClassesTest {
  @TempDir private Path directory;

  @Test
  void shouldBeMadeWhereThereAreNoneAndUsedFromThenOn() throws Exception {
    SharedClasses classes = SharedClasses.of(directory, "kafka", "a.jar:b.jar");

    String made = "-XX:ArchiveClassesAtExit=";
    assertThat(classes.used()).isEmpty();
    assertThat(classes.usedOrMade()).singleElement().asString().startsWith(made);

    assertThat(SharedClasses.of(directory, "kafka", "a.jar:b.jar").usedOrMade())
        .as("of another that runs at once")
        .isNotEqualTo(classes.usedOrMade());

    Path part = Path.of(classes.usedOrMade().get(0).substring(made.length()));
    assertThat(part).hasParentRaw(directory);
    Files.createFile(part);
    assertThat(classes.used()).as("while it may be cut off").isEmpty();

    classes.keep();
    assertThat(classes.used())
        .singleElement()
        .asString()
        .startsWith("-XX:SharedArchiveFile=" + directory.resolve("kafka-"))
        .endsWith(".jsa");
    assertThat(classes.usedOrMade()).isEqualTo(classes.used());
    assertThat(SharedClasses.of(directory, "kafka", "a.jar:c.jar").used())
        .as("of other jars")
        .isEmpty();
  }

  @Test
  void shouldBeThoseOfJarsThatStayAsTheyAre() {
    List<String> libraries = List.of(SharedClasses.libraries().split(File.pathSeparator));

    assertThat(libraries)
        .allMatch(entry -> entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry)))
        .noneMatch(entry -> entry.endsWith("prejoin.jar"))
        .anyMatch(entry -> entry.contains("kafka-server"));
  }
}
