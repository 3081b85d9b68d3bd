package dev.prejoin.proof.node;

import dev.prejoin.devstack.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An instance of prejoin in one role. Whenever its process ends it is started again, as systemd or
 * Kubernetes would.
 */
public final class Node implements AutoCloseable {
  /** Hears of a process that ended by itself. */
  public interface Watcher {
    void ended(String name, int status, String words);
  }

  public static final String MAIN = "dev.prejoin.cli.Main";
  private static final long PAUSE_AFTER_FAILURE_MS = 1_000;
  private static final long END_WITHIN_S = 30;
  private static final int LAST_WORDS = 600;

  private final String name;
  private final Role role;
  private final Path directory;
  private final List<String> options;
  private final RoleArchive archive;
  private final String pipeline;
  private final Map<String, String> settings;
  private final Watcher watcher;
  private @Nullable JavaProcess process;
  private int generation;
  private int twins;
  private boolean closed;
  private volatile long startedAt;

  /**
   * An instance that is not started.
   *
   * @param directory for its logs and its state
   * @param options of its JVM
   * @param archive of what its JVM loads
   * @param settings what it is told by --set
   */
  public Node(
      String name,
      Role role,
      Path directory,
      List<String> options,
      RoleArchive archive,
      String pipeline,
      Map<String, String> settings,
      Watcher watcher) {
    this.name = name;
    this.role = role;
    this.directory = directory;
    this.options = List.copyOf(options);
    this.archive = archive;
    this.pipeline = pipeline;
    this.settings = Map.copyOf(settings);
    this.watcher = watcher;
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  /** When the process that runs now was started, by {@link System#nanoTime}. */
  public long startedAt() {
    return startedAt;
  }

  public synchronized void start() {
    if (closed) {
      return;
    }
    JavaProcess started = launch();
    process = started;
    startedAt = System.nanoTime();
  }

  private JavaProcess launch() {
    generation++;
    Path log = log(generation);
    List<String> arguments = new ArrayList<>(List.of("run", pipeline));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    // A twin runs beside the first, which holds its directory locked.
    arguments.addAll(
        List.of("--set", "state.directory=" + directory.resolve("state/" + name + twins % 2)));
    try {
      JavaProcess launched =
          JavaProcess.start(
              Stream.concat(options.stream(), archive.options().stream()).toList(),
              MAIN,
              arguments,
              log);
      CompletableFuture<Void> unused =
          launched.ended().thenAccept(status -> ended(launched, log, status));
      return launched;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(int number) {
    return directory.resolve("logs").resolve("%s-%04d.log".formatted(name, number));
  }

  private void ended(JavaProcess which, Path log, int status) {
    synchronized (this) {
      if (which != process || closed) {
        return;
      }
    }
    watcher.ended(name, status, lastWords(log));
    CompletableFuture.delayedExecutor(PAUSE_AFTER_FAILURE_MS, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              synchronized (this) {
                if (which == process) {
                  start();
                }
              }
            });
  }

  private static String lastWords(Path log) {
    try {
      String text = Files.readString(log, StandardCharsets.UTF_8).strip();
      return text.substring(Math.max(0, text.length() - LAST_WORDS));
    } catch (IOException e) {
      return "";
    }
  }

  /** kill -9, and a new start at once. */
  public void crash() {
    JavaProcess killed = leave();
    if (killed != null) {
      killed.kill();
    }
    start();
  }

  /** The process, which from now on may end without anybody being told. */
  private synchronized @Nullable JavaProcess leave() {
    JavaProcess left = process;
    process = null;
    return left;
  }

  /** Ends the process in order and starts it again. */
  public void restart() {
    endInOrder(leave());
    start();
  }

  private static void endInOrder(@Nullable JavaProcess ending) {
    if (ending == null) {
      return;
    }
    ending.end();
    try {
      ending.ended().get(END_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      ending.kill();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      ending.kill();
    }
  }

  /** Starts a second process while the first runs; returns the first. */
  public @Nullable JavaProcess twin() {
    JavaProcess first = leave();
    synchronized (this) {
      twins++;
    }
    start();
    return first;
  }

  public synchronized void pause() {
    if (process != null) {
      process.pause();
    }
  }

  public synchronized void resume() {
    if (process != null) {
      process.resume();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    JavaProcess last = leave();
    if (last != null) {
      last.resume();
      endInOrder(last);
    }
  }
}
