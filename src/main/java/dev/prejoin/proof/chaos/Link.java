package dev.prejoin.proof.chaos;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: a thread for each direction. */
final class Link {
  private static final int BUFFER = 64 * 1024;

  private final Proxy proxy;
  private final Socket client;
  private final Socket server;
  private final Wire wire;
  private final AtomicReference<@Nullable CountDownLatch> answers = new AtomicReference<>();

  Link(Proxy proxy, Socket client, Socket server, Wire wire) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    this.wire = wire;
  }

  Hop hop() {
    return proxy.hop();
  }

  Proxy proxy() {
    return proxy;
  }

  void start(String name) {
    thread(name + "-out", () -> pump(client, server, true));
    thread(name + "-in", () -> pump(server, client, false));
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void pump(Socket from, Socket to, boolean fromClient) {
    try (InputStream in = from.getInputStream();
        OutputStream out = new BufferedOutputStream(to.getOutputStream(), BUFFER)) {
      byte[] bytes = new byte[BUFFER];
      Direction way = new Direction(out);
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        proxy.awaitSound();
        if (fromClient) {
          wire.fromClient(bytes, n, way);
        } else {
          awaitAnswers();
          wire.fromServer(bytes, n, way);
        }
        out.flush();
      }
    } catch (IOException e) {
      // Either end is gone: so is the connection.
    } finally {
      end(false);
    }
  }

  private void awaitAnswers() throws IOException {
    CountDownLatch latch = answers.get();
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  /** Ends both sides at once, as a cable that breaks would. */
  void cut() {
    end(true);
  }

  private void end(boolean atOnce) {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        if (atOnce) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException e) {
        // Closed already.
      }
    }
    releaseAnswers();
    proxy.forget(this);
  }

  private void releaseAnswers() {
    CountDownLatch latch = answers.getAndSet(null);
    if (latch != null) {
      latch.countDown();
    }
  }

  private final class Direction implements Wire.Way {
    private final OutputStream out;

    Direction(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void sending(Request request) {
      if (proxy.gate().awaits(proxy.name(), hop(), request, Moment.SENT)) {
        answers.compareAndSet(null, new CountDownLatch(1));
      }
    }

    @Override
    public void at(Request request, Moment moment) throws IOException {
      proxy.gate().passes(Link.this, request, moment);
      if (proxy.gate().awaits(proxy.name(), hop(), request, moment)) {
        out.flush();
        if (!proxy.gate().pass(Link.this, request, moment)) {
          throw new IOException("cut");
        }
      }
      if (moment == Moment.SENT) {
        releaseAnswers();
      }
    }
  }
}
