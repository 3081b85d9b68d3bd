package dev.prejoin.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A Java program on this JVM's class path as a child process that cannot outlive this one: an
 * instance of prejoin, say, that is to be killed.
 */
public final class JavaProcess {
  private final Process process;

  private JavaProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param options of the JVM
   * @param log where its output goes
   */
  public static JavaProcess start(
      List<String> options, String mainClass, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return new JavaProcess(Children.start(command, "KILL", false, log));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with its exit status: above 128 if a signal ended it. */
  public CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Ends it as a crash would; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks it to end in order. */
  public void end() {
    process.destroy();
  }

  /** Halts it. */
  public void pause() {
    Signals.send(Signals.STOP, process.toHandle());
  }

  /** Lets it go on. */
  public void resume() {
    Signals.send(Signals.CONTINUE, process.toHandle());
  }
}
