package dev.prejoin.speed;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.schema.AvroSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Compiles every shipped pipeline in a JVM that has done nothing else yet. */
public final class ColdCompile {
  private ColdCompile() {}

  /** Prints the milliseconds since the JVM's start. */
  public static void main(String[] args) {
    AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
    for (Path pipeline : pipelines()) {
      Compiler.compile(PipelineFile.read(pipeline), schemas::find);
    }
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    System.out.println(System.currentTimeMillis() - started);
  }

  static List<Path> pipelines() {
    try (Stream<Path> files = Files.list(Path.of("topology"))) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does so in a JVM of its own, with the options that ./prejoin has. */
  static double seconds() throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=UTC",
                "-Xmx768m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                ColdCompile.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String milliseconds = new String(java.getInputStream().readAllBytes()).strip();
    if (java.waitFor() != 0) {
      throw new IllegalStateException("the pipelines do not compile");
    }
    return Long.parseLong(milliseconds) / 1_000d;
  }
}
