package dev.prejoin.capture;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * The door of a PostgreSQL that is started anew: it refuses some connections with SQLSTATE 57P03,
 * as the server does until it has recovered, and leads the others to a real one. The messages are
 * those of postgresql.org/docs/current/protocol-message-formats.html.
 */
public final class StartingPostgres implements Closeable {
  static final String SAYS = "FATAL: the database system is starting up";

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private final ServerSocket door;
  private final int behind;
  private final IntPredicate refused;
  private final AtomicInteger connections = new AtomicInteger();

  private StartingPostgres(int behind, IntPredicate refused) throws IOException {
    this.behind = behind;
    this.refused = refused;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    run("starting-postgres", this::accept);
  }

  /** One that never ends to start. */
  static StartingPostgres forEver() throws IOException {
    return new StartingPostgres(0, connection -> true);
  }

  /**
   * One that lets some in.
   *
   * @param port of the server behind it
   * @param refused which connections it refuses, counted from 1
   */
  public static StartingPostgres before(int port, Set<Integer> refused) throws IOException {
    return new StartingPostgres(port, refused::contains);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other end closed it.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (!door.isClosed()) {
      Socket client = door.accept();
      if (refused.test(connections.incrementAndGet())) {
        run("starting-postgres-refusal", () -> refuse(client));
      } else {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        run("starting-postgres-in", () -> copy(client, server));
        run("starting-postgres-out", () -> copy(server, client));
      }
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private static void refuse(Socket client) throws IOException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      int length = in.readInt();
      int code = in.readInt();
      while (code == SSL_REQUEST || code == GSS_REQUEST) {
        out.writeByte('N');
        out.flush();
        length = in.readInt();
        code = in.readInt();
      }
      in.readNBytes(length - 2 * Integer.BYTES);
      ByteArrayOutputStream fields = new ByteArrayOutputStream();
      for (String field :
          new String[] {"SFATAL", "VFATAL", "C57P03", "M" + SAYS.replace("FATAL: ", "")}) {
        fields.writeBytes(field.getBytes(StandardCharsets.UTF_8));
        fields.write(0);
      }
      fields.write(0);
      out.writeByte('E');
      out.writeInt(Integer.BYTES + fields.size());
      fields.writeTo(out);
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
