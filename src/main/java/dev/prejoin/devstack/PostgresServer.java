package dev.prejoin.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL with logical decoding, durable as in production. */
final class PostgresServer extends ServerProcess {
  static final String USER = "postgres";
  static final String DATABASE = "prejoin";

  private final Path program;
  private final Path data;
  private final int port;

  PostgresServer(Path program, Path directory, int port) {
    super(Server.POSTGRES, directory);
    this.program = program;
    this.data = directory.resolve("data").resolve("postgres");
    this.port = port;
  }

  @Override
  Process launch(Path log) throws IOException, InterruptedException {
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      // Made under another name: one that was cut off has its PG_VERSION already.
      Path fresh = data.resolveSibling(data.getFileName() + ".part");
      Directories.delete(fresh);
      Rights.privateDirectory(fresh);
      initialize(fresh, log);
      Files.move(fresh, data);
    }
    return Children.start(
        List.of(
            program.resolve("bin/postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "wal_level=logical",
            "-c",
            "max_replication_slots=10",
            "-c",
            "max_wal_senders=10",
            "-c",
            "max_wal_size=1GB",
            "-c",
            "timezone=UTC"),
        "INT",
        true,
        log);
  }

  private void initialize(Path fresh, Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setpriv"));
    command.addAll(Rights.nobody());
    command.addAll(
        List.of(
            "--pdeathsig=KILL",
            "--",
            program.resolve("bin/initdb").toString(),
            "--auth=trust",
            "--username=" + USER,
            "--pgdata=" + fresh,
            "--encoding=UTF-8",
            "--locale=C.UTF-8"));
    Files.createDirectories(log.getParent());
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException(
          "initdb ended with status "
              + status
              + (Rights.root()
                  ? "; started by root it runs as user nobody, who may not enter every directory above "
                      + data
                      + " (demo.directory names another place)"
                  : ""));
    }
  }

  @Override
  boolean answers() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "");
        Statement statement = connection.createStatement()) {
      try (ResultSet there =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        if (there.next()) {
          return true;
        }
      }
      statement.execute("CREATE DATABASE " + DATABASE);
      return true;
    }
  }

  /** PostgreSQL's fast shutdown; the default would wait for its clients to go. */
  @Override
  void end(Process running) throws IOException {
    Signals.interrupt(running);
  }
}
