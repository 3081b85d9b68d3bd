package dev.prejoin.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The seconds that each stage took, in order. */
final class Stopwatch {
  private final Map<String, Double> stages = new LinkedHashMap<>();
  private long began = System.nanoTime();

  /** Ends the stage that began with the end of the last. */
  double stage(String name) {
    long now = System.nanoTime();
    double seconds = (now - began) / 1e9;
    began = now;
    stages.put(name, seconds);
    return seconds;
  }

  Map<String, Double> stages() {
    return Collections.unmodifiableMap(stages);
  }
}
