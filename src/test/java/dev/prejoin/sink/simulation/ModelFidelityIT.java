package dev.prejoin.sink.simulation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model of ClickHouse and ClickHouse itself: after the same statements, with the tables that
 * {@code plan --ddl} makes, readers see the same.
 */
class ModelFidelityIT {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

  @TempDir private Path directory;

  /** All seeds at once, as the model computes for one while ClickHouse does for another. */
  @Test
  void shouldShowWhatClickHouseShows() throws Exception {
    List<Callable<Void>> runs = new ArrayList<>();
    for (long seed : SEEDS) {
      Path own = Files.createDirectory(directory.resolve("seed" + seed));
      runs.add(
          () -> {
            new Fidelity(seed, own).run();
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    try {
      for (Future<Void> run : threads.invokeAll(runs)) {
        run.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
