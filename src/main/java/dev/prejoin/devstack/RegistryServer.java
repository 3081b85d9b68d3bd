package dev.prejoin.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Apicurio Registry, which speaks Confluent's REST API; its schemas are in a file of H2. */
final class RegistryServer extends ServerProcess {
  private static final String PATH = "/apis/ccompat/v7";
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Path jar;
  private final SharedClasses classes;
  private final Path data;
  private final int port;

  /**
   * A registry that is not started.
   *
   * @param archives the directory in which its classes are archived
   */
  RegistryServer(Path jar, Path archives, Path directory, int port) {
    super(Server.REGISTRY, directory);
    this.jar = jar;
    this.classes = SharedClasses.of(archives, "registry", jar.toString());
    this.data = directory.resolve("data").resolve("registry");
    this.port = port;
  }

  static String url(int port) {
    return "http://127.0.0.1:" + port + PATH;
  }

  @Override
  void ended() throws IOException {
    classes.keep();
  }

  @Override
  Process launch(Path log) throws IOException {
    Files.createDirectories(data);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(classes.usedOrMade());
    command.addAll(
        List.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.log.level=WARN",
            // Without WRITE_DELAY=0 a kill loses schemas that were acknowledged.
            "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:"
                + data.resolve("schemas")
                + ";WRITE_DELAY=0",
            "-jar",
            jar.toString()));
    return Children.start(command, "TERM", false, log);
  }

  /** Confluent's default compatibility is BACKWARD; Apicurio's is none. */
  @Override
  boolean answers() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(port) + "/config"))
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }
}
