package dev.prejoin.devstack;

import java.nio.file.Path;

/** Servers for one test class alone, which may stop them and use whatever names it likes. */
public final class FreshDevStack implements AutoCloseable {
  private final Path directory = SharedDevStack.fresh();
  private final DevStack stack =
      DevStack.start(
          DevStackSettings.onFreePorts(SharedDevStack.PROGRAMS, directory), SharedDevStack.quiet());

  public DevStack stack() {
    return stack;
  }

  /** Where the test may keep what belongs to these servers. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    stack.close();
    SharedDevStack.delete(directory);
  }
}
