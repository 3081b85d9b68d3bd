package dev.prejoin.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, closed in the opposite order; what is added after that is closed at once. */
final class ClosingStack {
  private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  <T extends AutoCloseable> T add(T resource) {
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        started.push(resource);
      }
    }
    if (late) {
      close(resource);
    }
    return resource;
  }

  synchronized boolean closed() {
    return closed;
  }

  void closeAll() {
    Deque<AutoCloseable> all;
    synchronized (this) {
      closed = true;
      all = new ArrayDeque<>(started);
      started.clear();
    }
    all.forEach(ClosingStack::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("{} did not close: {}", resource, e.toString());
    }
  }
}
