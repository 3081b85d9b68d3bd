package dev.prejoin.devstack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The classes that a server in Java loads as a file, which its next start maps into its memory
 * instead of reading and checking them one by one (class data sharing). The first process that ends
 * in order leaves it. A JVM passes over one that does not fit it.
 */
final class SharedClasses {
  private final Path file;

  /** Another name for each server: two that end at once must not write the same file. */
  private final Path part;

  private SharedClasses(Path file) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
  }

  /** Those of a program on a class path of jars, in this version of Java. */
  static SharedClasses of(Path directory, String program, String classPath) {
    CRC32 sum = new CRC32();
    sum.update((Runtime.version() + classPath).getBytes(StandardCharsets.UTF_8));
    for (String jar : classPath.split(File.pathSeparator, -1)) {
      File file = new File(jar);
      sum.update((file.length() + " " + file.lastModified()).getBytes(StandardCharsets.UTF_8));
    }
    return new SharedClasses(directory.resolve("%s-%08x.jsa".formatted(program, sum.getValue())));
  }

  /** The option with which they are used, if they are there. */
  List<String> used() {
    return Files.exists(file) ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
  }

  /** The same, or the one with which they are archived. */
  List<String> usedOrMade() {
    return Files.exists(file) ? used() : List.of("-XX:ArchiveClassesAtExit=" + part);
  }

  /** The process has ended in order: what it has written is whole. */
  void keep() throws IOException {
    if (Files.exists(part)) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * This JVM's class path without prejoin, which changes with each build, and without directories,
   * whose classes no JVM archives.
   */
  static String libraries() {
    Optional<URI> own =
        Optional.ofNullable(SharedClasses.class.getProtectionDomain().getCodeSource())
            .map(CodeSource::getLocation)
            .map(location -> URI.create(location.toString()));
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !own.equals(Optional.of(Path.of(entry).toUri())))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
