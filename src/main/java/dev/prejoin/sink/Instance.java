package dev.prejoin.sink;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
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
 * Who a sink is in its group: the same one after a crash, so that it has its shards back as soon as
 * it runs again. A stranger would wait until the group gives up the dead one. The identity is in a
 * file that is locked while the sink runs: two of one identity would drive each other out.
 */
final class Instance implements AutoCloseable {
  private static final int UUID_CHARACTERS = 36;

  private static final Instance STRANGER = new Instance(null, null);

  private final @Nullable FileChannel file;
  private final @Nullable String id;

  private Instance(@Nullable FileChannel file, @Nullable String id) {
    this.file = file;
    this.id = id;
  }

  /**
   * Claims the identity that is kept in a directory.
   *
   * @return one without an identity if there is no directory, or if another sink of this group that
   *     runs now has it
   * @throws ProblemException if the directory cannot be written
   */
  static Instance claim(Optional<Path> directory, String group) {
    return directory.map(claimed -> claim(claimed, group)).orElse(STRANGER);
  }

  private static Instance claim(Path directory, String group) {
    Path path = directory.resolve(URLEncoder.encode(group, StandardCharsets.UTF_8) + ".instance");
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(file)) {
        return new Instance(file, id(file));
      }
      file.close();
      return STRANGER;
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
      // A sink of this very process has it.
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

  Optional<String> id() {
    return Optional.ofNullable(id);
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
