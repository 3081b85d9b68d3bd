package dev.prejoin.spec;

import java.nio.file.Path;
import java.util.List;

/**
 * A spec file that was read and whose names and values have a meaning.
 *
 * @param file as it was named
 * @param title its first heading
 */
public record Spec(Path file, String title, List<Scenario> scenarios) {
  public Spec {
    scenarios = List.copyOf(scenarios);
  }
}
