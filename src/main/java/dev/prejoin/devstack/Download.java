package dev.prejoin.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;

/** Shows how much of a download is there, by the size of what grows on disk. */
final class Download implements AutoCloseable {
  private static final long MEGABYTE = 1_000_000;
  private static final long SHOW_EVERY_MS = 500;

  private final String title;
  private final long expectedBytes;
  private final Path directory;
  private final Progress progress;
  private final Timer ticks = new Timer("prejoin-download", true);

  Download(String title, long expectedBytes, Path directory, Progress progress) {
    this.title = title;
    this.expectedBytes = expectedBytes;
    this.directory = directory;
    this.progress = progress;
  }

  void start() {
    ticks.schedule(
        new TimerTask() {
          @Override
          public void run() {
            show();
          }
        },
        0,
        SHOW_EVERY_MS);
  }

  private void show() {
    long there = bytes();
    progress.update(
        "Fetching %s (%d MB)%s"
            .formatted(
                title,
                expectedBytes / MEGABYTE,
                there > MEGABYTE ? ", %d MB on disk".formatted(there / MEGABYTE) : ""));
  }

  private long bytes() {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // A file was renamed while it was looked at; the next tick sees it.
      return 0;
    }
  }

  @Override
  public void close() {
    ticks.cancel();
  }
}
