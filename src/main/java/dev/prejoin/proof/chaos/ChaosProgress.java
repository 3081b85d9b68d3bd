package dev.prejoin.proof.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What a run has done, kept in its directory after each fault. */
record ChaosProgress(
    long seed,
    List<Outcome> outcomes,
    List<Check> checks,
    List<Violation> violations,
    List<Incident> incidents,
    long reads,
    double seconds) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "chaos.json";

  static ChaosProgress begin(long seed) {
    return new ChaosProgress(seed, List.of(), List.of(), List.of(), List.of(), 0, 0);
  }

  static Path file(Path directory) {
    return directory.resolve(FILE);
  }

  /**
   * Reads what an earlier run left.
   *
   * @throws ProblemException if there is none
   */
  static ChaosProgress read(Path directory) {
    Path file = file(directory);
    if (!Files.exists(file)) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "there is no run to go on with: %s is missing; leave --resume away".formatted(file));
    }
    try {
      return JSON.readValue(file.toFile(), ChaosProgress.class);
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "%s cannot be read: %s; begin anew without --resume".formatted(file, e.getMessage()));
    }
  }

  /** Written under another name first, so that a kill leaves the last one whole. */
  void write(Path directory) {
    try {
      Path part = directory.resolve(FILE + ".part");
      JSON.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), this);
      Files.move(part, file(directory), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
