package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.devstack.DevStackSettings;
import dev.prejoin.proof.chaos.Gate.Held;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that answers each byte with itself stands for any. */
class ProxyTest {
  private static final long SOON_MS = 10_000;

  private final Gate gate = new Gate();
  private ServerSocket server;
  private Proxy proxy;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread echo = new Thread(this::echo);
    echo.setDaemon(true);
    echo.start();
    List<Integer> free = DevStackSettings.freePorts(1);
    port = free.get(0);
    proxy =
        new Proxy(
            Hop.REGISTRY,
            "topology-1",
            port,
            server.getLocalPort(),
            gate,
            () -> new PlainWire(Request.SCHEMA));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread =
            new Thread(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException e) {
                    // The other end is gone.
                  }
                });
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void shouldForwardBothWays() throws Exception {
    try (Socket client = connect()) {
      assertThat(ask(client)).isEqualTo('x');
    }
  }

  @Test
  void shouldHoldAnAnswerUntilItIsReleased() throws Exception {
    CompletableFuture<Held> waiting = await(Phase.SCHEMA_ANSWERED);
    try (Socket client = connect()) {
      CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> ask(client));
      Held held = waiting.get(SOON_MS, TimeUnit.MILLISECONDS);

      assertThat(held.link().proxy().name()).isEqualTo("topology-1");
      assertThat(answer).isNotDone();
      held.release();
      assertThat(answer.get(SOON_MS, TimeUnit.MILLISECONDS)).isEqualTo('x');
    }
  }

  @Test
  void shouldLoseAnAnswerThatIsDropped() throws Exception {
    CompletableFuture<Held> waiting = await(Phase.SCHEMA_ANSWERED);
    try (Socket client = connect()) {
      CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> ask(client));
      waiting.get(SOON_MS, TimeUnit.MILLISECONDS).drop();

      assertThat(answer.get(SOON_MS, TimeUnit.MILLISECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void shouldWaitForAPhaseNoLongerThanItIsTold() throws Exception {
    assertThat(gate.await(Phase.INSERT_SENT, 1)).isNull();
    try (Socket client = connect()) {
      assertThat(ask(client)).isEqualTo('x');
    }
  }

  @Test
  void shouldCutAndMend() throws Exception {
    try (Socket client = connect()) {
      assertThat(ask(client)).isEqualTo('x');
      proxy.cut(null);
      assertThat(ask(client)).isEqualTo(-1);
    }
    proxy.mend();
    try (Socket client = connect()) {
      assertThat(ask(client)).isEqualTo('x');
    }
  }

  @Test
  void shouldTellNeitherSideThatTheLineIsSilent() throws Exception {
    try (Socket client = connect()) {
      assertThat(ask(client)).isEqualTo('x');
      proxy.silence();
      client.setSoTimeout(50);
      OutputStream out = client.getOutputStream();
      InputStream in = client.getInputStream();
      out.write('y');

      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
      proxy.mend();
    }
    try (Socket client = connect()) {
      assertThat(ask(client)).isEqualTo('x');
    }
  }

  private CompletableFuture<Held> await(Phase phase) {
    CompletableFuture<Held> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gate.await(phase, SOON_MS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    org.awaitility.Awaitility.await()
        .until(() -> gate.awaits("topology-1", phase.hop(), Request.SCHEMA, Moment.ANSWERED));
    return waiting;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) SOON_MS);
    return socket;
  }

  /** The answer to one byte, or -1 if the connection is broken. */
  private static int ask(Socket client) {
    try {
      client.getOutputStream().write('x');
      return client.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }
}
