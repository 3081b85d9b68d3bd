package dev.prejoin.app;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that are written where there are none; none is ever overwritten. */
final class NewFiles {
  private final Path directory;
  private final List<Path> written = new ArrayList<>();

  /** For a directory that is made if it is missing. */
  NewFiles(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /** Writes a file unless it is there: all of it or nothing, whenever this process ends. */
  void write(String name, String text) {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return;
    }
    try {
      Path part = directory.resolve(name + ".part");
      Files.writeString(part, text);
      Files.move(part, file);
      written.add(file);
    } catch (FileAlreadyExistsException e) {
      // It is the user's.
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Those that were written, in that order. */
  List<Path> written() {
    return List.copyOf(written);
  }

  private static ProblemException unwritable(Path path, IOException e) {
    return new ProblemException(ExitCode.CONFIGURATION, path + " cannot be written: " + e);
  }
}
