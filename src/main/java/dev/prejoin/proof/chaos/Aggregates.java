package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What a dashboard would ask ClickHouse, past every proxy. */
final class Aggregates {
  private static final int OK = 200;
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  Aggregates(String clickHouseUrl) {
    address = URI.create(clickHouseUrl + "/?wait_end_of_query=1");
  }

  /**
   * The rows of a query, each as its values' texts.
   *
   * @throws IOException if ClickHouse is away or refuses
   */
  List<String[]> rows(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(address)
                .timeout(ANSWERS_WITHIN)
                .POST(HttpRequest.BodyPublishers.ofString(query + " FORMAT TSV"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException(answer.body());
    }
    return answer.body().lines().map(line -> line.split("\t", -1)).toList();
  }

  long number(String query) throws IOException, InterruptedException {
    return Long.parseLong(rows(query).get(0)[0]);
  }
}
