package dev.prejoin.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures generated code beside hand-written code, and holds both to their targets. Each round
 * runs the two one after the other, each in a JVM of its own, so that what else the machine does
 * slows both.
 */
public final class SpeedReport {
  private static final int ROUNDS = 5;
  private static final double COMPILE_TARGET = 2;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /**
   * Two methods, generated and handWritten, that make the same rows.
   *
   * @param target how many times as long as hand-written code the generated may take
   */
  private record Pair(String shown, Class<?> benchmark, double target) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("power: two views, one lookup", PowerBenchmark.class, 1.5),
          new Pair("JSON, CASE, LIKE, decimals, two lookups", OrdersBenchmark.class, 2));

  /**
   * What a run took for one row.
   *
   * @param nanoseconds in the fastest of its iterations, which the machine disturbed least
   * @param bytes allocated
   */
  private record Cost(double nanoseconds, double bytes) {}

  private SpeedReport() {}

  /** Exits with status 1 if a target is missed. */
  public static void main(String[] args)
      throws RunnerException, java.io.IOException, InterruptedException {
    boolean met = true;
    print("%-42s %-20s %-8s %s", "generated / hand-written", "time", "target", "bytes per row");
    for (Pair pair : PAIRS) {
      met &= measure(pair) <= pair.target;
    }
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      seconds.add(ColdCompile.seconds());
    }
    print("%-42s %-20s %.1f s", "shipped pipelines compiled, from JVM start", spread(seconds) + " s", COMPILE_TARGET);
    System.exit(met && median(seconds) <= COMPILE_TARGET ? 0 : 1);
  }

  private static double measure(Pair pair) throws RunnerException {
    List<Double> ratios = new ArrayList<>();
    List<Double> generatedBytes = new ArrayList<>();
    List<Double> handWrittenBytes = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Cost generated = run(pair, "generated");
      Cost handWritten = run(pair, "handWritten");
      ratios.add(generated.nanoseconds / handWritten.nanoseconds);
      generatedBytes.add(generated.bytes);
      handWrittenBytes.add(handWritten.bytes);
    }
    print(
        "%-42s %-20s %-8s %.0f / %.0f",
        pair.shown,
        spread(ratios),
        pair.target,
        median(generatedBytes),
        median(handWrittenBytes));
    return median(ratios);
  }

  private static Cost run(Pair pair, String method) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + pair.benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
            .forks(1)
            .jvmArgs("-Duser.timezone=UTC", "-Xmx768m", "-XX:+UseParallelGC")
            .warmupIterations(12)
            .warmupTime(TimeValue.milliseconds(200))
            .measurementIterations(15)
            .measurementTime(TimeValue.milliseconds(200))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    return new Cost(
        result.getPrimaryResult().getStatistics().getMin(),
        result.getSecondaryResults().get(ALLOCATED).getScore());
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        median(values),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
