package dev.prejoin.devstack;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server as a child process: started until it answers, stopped in order. */
abstract class ServerProcess {
  private static final Duration START_WITHIN = Duration.ofSeconds(90);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final long POLL_MS = 40;
  private static final int TRIES = 3;

  /** By itself, or by a signal that Java has heeded. */
  private static final Set<Integer> IN_ORDER = Set.of(0, 128 + 15);

  private final Server server;
  private final Path log;
  private volatile @Nullable Process process;

  ServerProcess(Server server, Path directory) {
    this.server = server;
    this.log =
        directory
            .resolve("logs")
            .resolve(server.name().toLowerCase(java.util.Locale.ROOT) + ".log");
  }

  /** Prepares data on the first start and starts the process. */
  abstract Process launch(Path log) throws IOException, InterruptedException;

  /** Whether it does its work; an exception is a no. */
  abstract boolean answers() throws Exception;

  /** The process has ended as it was asked to. */
  void ended() throws IOException {}

  /** Asks the process to end. */
  void end(Process running) throws IOException {
    running.destroy();
  }

  final Server server() {
    return server;
  }

  /**
   * Returns when it answers.
   *
   * @throws ProblemException if it ends or does not answer in time, naming its log
   */
  final synchronized void start() throws InterruptedException {
    // What the last process left, such as PostgreSQL's lock file, may be in the way for a moment.
    for (int attempt = 1; !started(); attempt++) {
      if (attempt == TRIES) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "%s ended while it started; its log is %s".formatted(server.title(), log));
      }
    }
  }

  private boolean started() throws InterruptedException {
    Process launched;
    try {
      launched = launch(log);
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "%s cannot be started: %s; its log is %s".formatted(server.title(), e.getMessage(), log));
    }
    process = launched;
    Instant end = Instant.now().plus(START_WITHIN);
    while (launched.isAlive()) {
      try {
        if (answers()) {
          return true;
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // It is not there yet; the end of the process or of the time tells when it never will be.
      }
      if (Instant.now().isAfter(end)) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "%s did not answer within %d s; its log is %s"
                .formatted(server.title(), START_WITHIN.toSeconds(), log));
      }
      launched.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  final synchronized void stop() {
    Process running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    try {
      end(running);
      if (!running.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      } else if (IN_ORDER.contains(running.exitValue())) {
        ended();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  final synchronized void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
    }
  }

  /** Not synchronized: what waits for a halted server holds the lock. */
  final void signal(String name) {
    Process running = process;
    if (running != null) {
      Signals.send(name, running.toHandle());
    }
  }

  final synchronized long pid() {
    return process == null ? -1 : process.pid();
  }

  /** What the process and its children have taken. */
  final ProcessFigures figures() {
    Process running = process;
    return ProcessFigures.of(running == null ? -1 : running.pid());
  }
}
