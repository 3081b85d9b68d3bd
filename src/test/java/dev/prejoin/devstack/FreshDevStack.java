package dev.prejoin.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Servers for one test class alone, which may stop them and use whatever names it likes. */
public final class FreshDevStack implements AutoCloseable {
  private final Path directory = SharedDevStack.fresh();
  private final DevStack stack =
      DevStack.start(
          DevStackSettings.onFreePorts(SharedDevStack.PROGRAMS, directory), Progress.SILENT);

  public DevStack stack() {
    return stack;
  }

  /** Where the test may keep what belongs to these servers. */
  public Path directory() {
    return directory;
  }

  /** What a run of prejoin on these servers is told, by key; its console is at any free port. */
  public Map<String, String> settings(Map<String, String> more) {
    Map<String, String> keys = new HashMap<>();
    keys.put("postgres.port", Integer.toString(stack.postgresPort()));
    keys.put("postgres.database", stack.postgresDatabase());
    keys.put("kafka.bootstrap.servers", stack.kafkaBootstrapServers());
    keys.put("registry.url", stack.registryUrl());
    keys.put("clickhouse.url", stack.clickHouseUrl());
    keys.put("state.directory", directory.resolve("state").toString());
    keys.put("console.port", "0");
    keys.putAll(more);
    return keys;
  }

  /** The same for a run of the power pipeline alone. */
  public Map<String, String> powerSettings(Map<String, String> more) {
    Map<String, String> keys = settings(more);
    keys.put("pipelines", "topology/power.sql");
    return keys;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(stack.postgresJdbcUrl(), stack.postgresUser(), "");
  }

  public void postgres(String statements) throws SQLException {
    try (Connection connection = connect();
        Statement running = connection.createStatement()) {
      running.execute(statements);
    }
  }

  public String clickHouse(String statement) throws IOException, InterruptedException {
    return clickHouse(statement, new byte[0]).strip();
  }

  /** The answer to a statement that reads its input, in which Avro is that of the registry. */
  public String clickHouse(String statement, byte[] input)
      throws IOException, InterruptedException {
    String url =
        stack.clickHouseUrl()
            + "/?session_timezone=UTC&format_avro_schema_registry_url="
            + URLEncoder.encode(stack.registryUrl(), UTF_8)
            + "&query="
            + URLEncoder.encode(statement, UTF_8);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(input))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Override
  public void close() {
    stack.close();
    SharedDevStack.delete(directory);
  }
}
