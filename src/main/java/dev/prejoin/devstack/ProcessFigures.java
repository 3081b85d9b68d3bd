package dev.prejoin.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process and its children have taken so far, from the kernel.
 *
 * @param cpuSeconds processor time of all their threads; that of children that have ended is gone
 * @param bytes of memory that they hold; shared memory is counted by share, so that PostgreSQL's is
 *     counted once
 */
public record ProcessFigures(double cpuSeconds, long bytes) {
  private static final double NANOS = 1e9;

  /** Those of a process; zeros if it has ended. */
  public static ProcessFigures of(long pid) {
    return ProcessHandle.of(pid)
        .map(
            process ->
                Stream.concat(Stream.of(process), process.descendants())
                    .map(ProcessFigures::alone)
                    .reduce(new ProcessFigures(0, 0), ProcessFigures::plus))
        .orElse(new ProcessFigures(0, 0));
  }

  /** Those of this process, without its children. */
  public static ProcessFigures own() {
    return alone(ProcessHandle.current());
  }

  private static ProcessFigures alone(ProcessHandle process) {
    return new ProcessFigures(
        process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / NANOS,
        resident(process.pid()));
  }

  private ProcessFigures plus(ProcessFigures other) {
    return new ProcessFigures(cpuSeconds + other.cpuSeconds, bytes + other.bytes);
  }

  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
