package dev.prejoin.runtime;

/**
 * A part that runs for long: capture, topology, sink or console. {@link #start} returns at once or
 * after a short preparation; what it waits for and why it failed is in its {@link #status}.
 */
public interface Component extends AutoCloseable {
  Status status();

  void start();

  /**
   * Stops it in order; what was begun is finished or can be begun again. Callable more than once.
   */
  @Override
  void close();
}
