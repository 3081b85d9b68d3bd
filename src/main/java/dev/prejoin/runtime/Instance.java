package dev.prejoin.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a process is in its consumer groups: the same one after a crash, so that it has its
 * partitions back as soon as it runs again. A stranger would wait until the group gives up the dead
 * one. The identity is in a file that is locked while the process runs: two of one identity would
 * drive each other out.
 */
public final class Instance implements AutoCloseable {
  /** What to say when it was driven out of a group, and joins it anew. */
  public static final String DRIVEN_OUT =
      "Kafka has let another member of this identity into the group; joining it anew";

  private static final String FILE = "instance";
  private static final int UUID_CHARACTERS = 36;

  private final @Nullable FileChannel file;
  private final @Nullable String id;

  private Instance(@Nullable FileChannel file, @Nullable String id) {
    this.file = file;
    this.id = id;
  }

  /**
   * Claims the identity that is kept in a directory; makes both if there is none.
   *
   * @return one without an identity if another process, or part of this one, has it
   * @throws ProblemException if the directory cannot be written
   */
  public static Instance claim(Path directory) {
    Path path = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(file)) {
        return new Instance(file, id(file));
      }
      file.close();
      return new Instance(null, null);
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "%s cannot be written (%s): set state.directory to a directory that can"
              .formatted(path, e.getClass().getSimpleName()));
    }
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // A part of this very process has it.
      return false;
    }
  }

  private static String id(FileChannel file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(UUID_CHARACTERS);
    while (content.hasRemaining() && file.read(content) >= 0) {
      // Reads on.
    }
    if (!content.hasRemaining()) {
      return new String(content.array(), StandardCharsets.US_ASCII);
    }
    String fresh = UUID.randomUUID().toString();
    file.truncate(0);
    file.write(ByteBuffer.wrap(fresh.getBytes(StandardCharsets.US_ASCII)), 0);
    return fresh;
  }

  /** The identity; empty if there is none. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** What to say when another process of the same identity drives this one out again and again. */
  public static ProblemException taken(String group) {
    return new ProblemException(
        ExitCode.ENVIRONMENT,
        "another process of the same identity joins group %s again and again: give each a state.directory of its own, not a copy"
            .formatted(group));
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
