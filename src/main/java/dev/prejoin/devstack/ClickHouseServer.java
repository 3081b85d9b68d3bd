package dev.prejoin.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** ClickHouse out of a library: the real server behind its HTTP interface. */
final class ClickHouseServer extends ServerProcess {
  /** Who can only read; the console asks as this one what people write. */
  static final String READER = "prejoin_reader";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Path library;
  private final Path data;
  private final int port;

  ClickHouseServer(Path library, Path directory, int port) {
    super(Server.CLICKHOUSE, directory);
    this.library = library;
    this.data = directory.resolve("data").resolve("clickhouse");
    this.port = port;
  }

  @Override
  Process launch(Path log) throws IOException {
    Files.createDirectories(data);
    configure("clickhouse-users.xml");
    Path configuration = configure("clickhouse.xml");
    return Children.start(
        JavaChild.command(
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            ClickHouseMain.class.getName(),
            List.of(
                library.toString(),
                data.toString(),
                Integer.toString(port),
                configuration.toString())),
        "TERM",
        false,
        log);
  }

  /** A file of ours, beside the data. */
  private Path configure(String name) throws IOException {
    Path file = data.resolveSibling(name);
    try (InputStream in = ClickHouseServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("prejoin was built without " + name);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  @Override
  boolean answers() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ping"))
            .timeout(Duration.ofSeconds(2))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  /** The child's query reads its standard input; at the end of that it ends in order. */
  @Override
  void end(Process running) throws IOException {
    running.getOutputStream().close();
  }
}
