package dev.prejoin.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The servers of a test run: started once per JVM, on first use, with data of their own. */
public final class SharedDevStack {
  static final Path PROGRAMS = Path.of(".prejoin", "programs");

  private SharedDevStack() {}

  /** Started on first use and stopped at the JVM's end. */
  public static DevStack get() {
    return Holder.STACK;
  }

  private static final class Holder {
    private static final DevStack STACK = start();

    private static DevStack start() {
      Path directory = fresh();
      DevStack stack =
          DevStack.start(DevStackSettings.onFreePorts(PROGRAMS, directory), Progress.SILENT);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stack.close();
                    delete(directory);
                  }));
      return stack;
    }
  }

  /** A directory for a stack of one's own. */
  static Path fresh() {
    try {
      // Not a temporary directory: only its owner may enter those.
      return Files.createDirectories(Path.of("target", "devstack-" + UUID.randomUUID()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path directory) {
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
