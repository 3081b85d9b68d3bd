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

/**
 * The door of a PostgreSQL that has just been started: it refuses with SQLSTATE 57P03 for a while,
 * as the server does until it has recovered, and then leads to a real one. The messages are those of
 * postgresql.org/docs/current/protocol-message-formats.html.
 */
public final class StartingPostgres implements Closeable {
  static final String SAYS = "FATAL: the database system is starting up";

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private final ServerSocket door;
  private final int behind;
  private volatile int refusals;

  private StartingPostgres(int behind, int refusals) throws IOException {
    this.behind = behind;
    this.refusals = refusals;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    run("starting-postgres", this::accept);
  }

  /** One that never ends to start. */
  static StartingPostgres forEver() throws IOException {
    return new StartingPostgres(0, Integer.MAX_VALUE);
  }

  /**
   * One that lets nobody in for some connections.
   *
   * @param port of the server behind it
   */
  public static StartingPostgres before(int port, int refusals) throws IOException {
    return new StartingPostgres(port, refusals);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** How many connections will still be refused. */
  public int refusals() {
    return refusals;
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
      if (refusals > 0) {
        refusals--;
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
