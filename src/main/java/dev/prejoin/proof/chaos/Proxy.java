package dev.prejoin.proof.chaos;

import dev.prejoin.proof.chaos.Gate.Held;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands between one instance of prejoin and one server, on loopback. */
final class Proxy implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int CONNECT_MS = 2_000;

  private final Hop hop;
  private final String name;
  private final int target;
  private final Gate gate;
  private final Supplier<Wire> wires;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable CountDownLatch> silence = new AtomicReference<>();
  private volatile boolean refusing;
  private volatile boolean closed;

  /**
   * Listens.
   *
   * @param name of the instance
   * @param port where it listens
   * @param target the server's port
   */
  Proxy(Hop hop, String name, int port, int target, Gate gate, Supplier<Wire> wires) {
    this.hop = hop;
    this.name = name;
    this.target = target;
    this.gate = gate;
    this.wires = wires;
    try {
      listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread accepting = new Thread(this::accept, "chaos-" + name + "-" + hop);
    accepting.setDaemon(true);
    accepting.start();
  }

  Hop hop() {
    return hop;
  }

  /** The instance whose connections these are. */
  String name() {
    return name;
  }

  Gate gate() {
    return gate;
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
          continue;
        }
        awaitSound();
        connect(client);
      } catch (IOException e) {
        // The server is away, or this proxy is closed: the client meets what it would without it.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MS);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      client.close();
      server.close();
      throw e;
    }
    Link link = new Link(this, client, server, wires.get());
    links.add(link);
    link.start("chaos-" + name);
  }

  void forget(Link link) {
    links.remove(link);
  }

  /** Returns at once unless the line is silent; then when that is over. */
  void awaitSound() throws IOException {
    CountDownLatch latch = silence.get();
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  /** Breaks all connections, and refuses new ones until {@link #mend}. */
  void cut(@Nullable Held held) {
    refusing = true;
    if (held != null) {
      held.drop();
    }
    List.copyOf(links).forEach(Link::cut);
  }

  /** From now on nothing comes through, and neither side is told, until {@link #mend}. */
  void silence() {
    silence.compareAndSet(null, new CountDownLatch(1));
  }

  /** Connections work again; those that were silent are broken. */
  void mend() {
    refusing = false;
    CountDownLatch latch = silence.getAndSet(null);
    if (latch != null) {
      List.copyOf(links).forEach(Link::cut);
      latch.countDown();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      // Nothing is left to close.
    }
    List.copyOf(links).forEach(Link::cut);
  }
}
