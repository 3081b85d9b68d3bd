package dev.prejoin.generate.power;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port in front of a server that can be cut and mended, as if the server went away. */
final class Wire implements AutoCloseable {
  private final String host;
  private final int port;
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private int localPort;

  Wire(String host, int port) {
    this.host = host;
    this.port = port;
    mend();
  }

  int localPort() {
    return localPort;
  }

  void mend() {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), localPort));
      localPort = server.getLocalPort();
      open.add(server);
      background(() -> accept(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void cut() {
    for (AutoCloseable closeable : open) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    open.clear();
  }

  @Override
  public void close() {
    cut();
  }

  private void accept(ServerSocket server) throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket behind = new Socket(host, port);
      open.add(client);
      open.add(behind);
      background(() -> client.getInputStream().transferTo(behind.getOutputStream()));
      background(() -> behind.getInputStream().transferTo(client.getOutputStream()));
    }
  }

  private static void background(Transfer transfer) {
    Thread thread =
        new Thread(
            () -> {
              try {
                transfer.run();
              } catch (IOException e) {
                // Cut: that is what it is for.
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface Transfer {
    void run() throws IOException;
  }
}
