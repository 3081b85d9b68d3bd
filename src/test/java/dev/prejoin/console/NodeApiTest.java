package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeApiTest {
  private final TopologyPageIT.Given figures = new TopologyPageIT.Given();
  private final Console console =
      new Console(new ConsoleSettings("127.0.0.1", 0), List.of(figures), () -> "");

  @BeforeEach
  void start() {
    console.start();
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void shouldTellNodesTheirDetailAndTheirRecords() throws Exception {
    assertThat(answer("/api/topology", 200).path("nodes").get(0).path("id").asText())
        .isEqualTo("source readings");
    assertThat(answer("/api/topology/node?node=view%20widen", 200).path("sql").asText())
        .isEqualTo("CREATE TABLE widen");
    assertThat(answer("/api/topology/records?node=topic%20readings&most=1", 200).path("records"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node                          | 400 | node= is missing",
        "node?node=topic%20nothing     | 404 | There is no such node",
        "records?node=topic%20nothing  | 404 | There is no such node, or it has no topic",
        "records?node=view%20x&most=0  | 400 | most= is a number from 1 to 200",
        "records?node=view%20x&most=no | 400 | most= is a number from 1 to 200"
      })
  void shouldSayWhatIsWrong(String path, int status, String said) throws Exception {
    assertThat(answer("/api/topology/" + path, status).path("error").asText()).contains(said);
  }

  @Test
  void shouldSayWhoIsAway() throws Exception {
    figures.away = new FiguresAwayException("ClickHouse does not answer");
    assertThat(answer("/api/topology/node?node=view%20widen", 503).path("error").asText())
        .isEqualTo("ClickHouse does not answer");
  }

  private JsonNode answer(String path, int status) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return new ObjectMapper().readTree(answer.body());
  }
}
