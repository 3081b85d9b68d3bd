package dev.prejoin.proof.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Asks ClickHouse as a dashboard does. */
public final class ClickHouseRows {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final int OK = 200;

  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public ClickHouseRows(String url) {
    address = URI.create(url);
  }

  /**
   * The rows of a query that ends with FORMAT TSV, each as its values' texts.
   *
   * @throws IOException if ClickHouse refuses it or does not answer within half a minute
   */
  public List<String[]> of(String query) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address)
                .timeout(ANSWERS_WITHIN)
                .POST(HttpRequest.BodyPublishers.ofString(query))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("ClickHouse: " + answer.body().strip());
    }
    return answer.body().lines().map(line -> line.split("\t", -1)).collect(Collectors.toList());
  }
}
