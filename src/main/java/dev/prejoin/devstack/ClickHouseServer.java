package dev.prejoin.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** ClickHouse out of a library: the real server behind its HTTP interface. */
final class ClickHouseServer extends ServerProcess {
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
    return Children.start(
        JavaChild.command(
            List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            ClickHouseMain.class.getName(),
            List.of(library.toString(), data.toString(), Integer.toString(port))),
        "TERM",
        false,
        log);
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
