package dev.prejoin.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts child processes that cannot outlive this one: the kernel ends them when the thread that
 * forked them is gone, so one thread forks them all and lives as long as the process. They are in a
 * session of their own, so that Ctrl-C in a terminal reaches only the parent, which ends them in
 * order.
 */
final class Children {
  private static final ExecutorService FORKS =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "prejoin-devstack-forks");
            thread.setDaemon(true);
            return thread;
          });

  private Children() {}

  /**
   * Starts a command.
   *
   * @param deathSignal what the kernel sends when the parent dies, such as TERM
   * @param asNobody whether to give up root's rights, which PostgreSQL refuses to have
   * @param log where its output goes; what was there is kept as {@code .previous}
   */
  static Process start(List<String> command, String deathSignal, boolean asNobody, Path log)
      throws IOException {
    Files.createDirectories(log.getParent());
    if (Files.exists(log)) {
      Files.move(
          log,
          log.resolveSibling(log.getFileName() + ".previous"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> whole = new ArrayList<>(List.of("setpriv"));
    if (asNobody) {
      whole.addAll(Rights.nobody());
    }
    whole.addAll(List.of("--pdeathsig=" + deathSignal, "--", "setsid"));
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      return FORKS.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Runs a task on a daemon thread of its own. */
  static void onOwnThread(Runnable task) {
    Thread thread = new Thread(task, "prejoin-devstack-stop");
    thread.setDaemon(true);
    thread.start();
  }
}
