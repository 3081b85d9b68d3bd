package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * A program that asks a console for what its pages ask for.
 *
 * @param url of the console
 */
public record ConsoleClient(String url) {
  private static final String SAID = "Console at ";
  private static final Duration LONG = Duration.ofMinutes(3);

  /** Of the run that has told these steps. */
  public static ConsoleClient of(List<String> steps) {
    return new ConsoleClient(
        steps.stream()
            .filter(step -> step.startsWith(SAID))
            .reduce((first, last) -> last)
            .orElseThrow()
            .substring(SAID.length()));
  }

  public JsonNode get(String path) throws Exception {
    return send(to(path), 200);
  }

  /** Begins a job. */
  public JsonNode begin(String path, String body) throws Exception {
    return post(path, body, 202);
  }

  public JsonNode post(String path, String body, int status) throws Exception {
    return send(
        to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)),
        status);
  }

  public void cancel(JsonNode job) throws Exception {
    send(to("/api/jobs/" + job.path("id").asText()).DELETE(), 202);
  }

  /** What has become of a job when it has ended. */
  public JsonNode awaitEnd(JsonNode job) {
    return await()
        .atMost(LONG)
        .until(
            () -> get("/api/jobs/" + job.path("id").asText()),
            told -> !told.path("state").asText().equals("RUNNING"));
  }

  /** The result of a job that must succeed. */
  public JsonNode result(String path, String body) throws Exception {
    JsonNode ended = awaitEnd(begin(path, body));
    assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("DONE");
    return ended.path("result");
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url).resolve(path));
  }

  private static JsonNode send(HttpRequest.Builder request, int status) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return new ObjectMapper().readTree(answer.body());
  }
}
