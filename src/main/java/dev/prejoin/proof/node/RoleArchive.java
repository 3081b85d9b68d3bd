package dev.prejoin.proof.node;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archive of classes of one role. The first instances make it as `./prejoin run` does; those
 * that are started later find it, as what is killed in production does. There is none where classes
 * are not in jars, as in an IDE: a JVM would read them all, only to refuse in the end.
 */
public final class RoleArchive {
  private static final long WITHIN_MS = 120_000;
  private static final long LOOK_EVERY_MS = 200;

  private final Path file;

  /** The archive, of which there is none yet: one of before may be of another build. */
  public RoleArchive(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a JVM is started with, so that it uses the archive or makes it. */
  public List<String> options() {
    if (!fromJars()) {
      return List.of();
    }
    return Files.exists(file)
        ? List.of("-XX:SharedArchiveFile=" + file)
        : List.of("-XX:DumpLoadedClassList=" + file + ".%p", "-Dprejoin.archive=" + file);
  }

  /** Returns when it is there, or does not come. */
  public void await() throws InterruptedException {
    long end = System.nanoTime() + WITHIN_MS * 1_000_000;
    while (fromJars() && !Files.exists(file) && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private static boolean fromJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .noneMatch(path -> Files.isDirectory(Path.of(path)));
  }
}
