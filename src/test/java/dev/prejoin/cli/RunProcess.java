package dev.prejoin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code prejoin run} in a process of its own, which a test can kill. */
final class RunProcess implements AutoCloseable {
  private final Path log;
  private final Process process;

  private RunProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /** Starts it; what it prints goes into a file. */
  static RunProcess start(Path log, Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Duser.timezone=UTC",
            // Short lives.
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            // The log as users have it.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run"));
    settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    return new RunProcess(
        log,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /** What it has printed so far. */
  List<String> lines() throws IOException {
    return Files.readAllLines(log);
  }

  boolean says(String... words) throws IOException {
    return lines().stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
