package dev.prejoin.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.StoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with Confluent's REST API (docs.confluent.io, "Schema Registry API Reference").
 * While it is away, calls wait and say so once: a record is never called bad because of it.
 */
public final class SchemaRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int CONFLICT = 409;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final URI url;
  private final RegistryAnswers answers;
  private final @Nullable String authorization;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private Consumer<Optional<String>> listener = SchemaRegistry::log;
  private boolean away;

  /**
   * @param url the base of the API, to which {@code /subjects} and the like are added
   * @param user with a password for HTTP basic authentication, or empty for none
   */
  public SchemaRegistry(URI url, String user, String password) {
    this.url = url;
    this.answers = new RegistryAnswers(url);
    this.authorization =
        user.isEmpty()
            ? null
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Who is told what calls wait for, and with an empty one that they go on: each once, however many
   * calls and threads wait. Without a listener it is logged.
   */
  public synchronized void listen(Consumer<Optional<String>> told) {
    listener = told;
  }

  private static void log(Optional<String> waiting) {
    waiting.ifPresentOrElse(
        what -> LOG.warn("Waiting: {}", what), () -> LOG.info("The schema registry answers again"));
  }

  /** Ends every wait: calls whose answers are not there throw {@link StoppedException}. */
  @Override
  public void close() {
    closed.complete(null);
  }

  /**
   * The id of a schema under a subject, which is registered unless it is there.
   *
   * @throws ProblemException if the registry refuses, as for an incompatible schema
   */
  public int register(String subject, Schema schema) {
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    String path = "/subjects/" + subject + "/versions";
    HttpResponse<String> answer = call(path, body);
    if (answer.statusCode() == CONFLICT) {
      // Another instance may have registered the same at this moment; what does not fit stays so.
      answer = call(path, body);
    }
    if (answer.statusCode() != 200) {
      throw answers.refusal(
          "schema %s for subject %s".formatted(schema.getFullName(), subject), answer);
    }
    int id = RegistryAnswers.json(answer).path("id").asInt();
    byId.put(id, schema);
    return id;
  }

  /** How a schema stands to a subject. */
  public enum Standing {
    /** There is no such subject. */
    ABSENT,
    /** It is one of the subject's versions. */
    REGISTERED,
    /** It can become the subject's next version. */
    COMPATIBLE,
    /** The registry would refuse it. */
    INCOMPATIBLE
  }

  /**
   * How a schema stands to a subject; changes nothing, and does not wait for a registry that is
   * away.
   *
   * @throws UncheckedIOException if the registry is away
   * @throws ProblemException if it refuses the question
   */
  public Standing standing(String subject, Schema schema) {
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    try {
      if (send(request("/subjects/" + subject, body)).statusCode() == 200) {
        return Standing.REGISTERED;
      }
      HttpResponse<String> answer =
          send(request("/compatibility/subjects/" + subject + "/versions/latest", body));
      return switch (answer.statusCode()) {
        case 404 -> Standing.ABSENT;
        case 200 ->
            RegistryAnswers.json(answer).path("is_compatible").asBoolean()
                ? Standing.COMPATIBLE
                : Standing.INCOMPATIBLE;
        default -> {
          if (answer.statusCode() >= 500) {
            throw new IOException(RegistryAnswers.reason(answer));
          }
          throw new ProblemException(
              ExitCode.ENVIRONMENT,
              "schema registry %s does not tell of subject %s: %s; set registry.user and registry.password"
                  .formatted(url, subject, RegistryAnswers.reason(answer)));
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException("it does not answer: " + e, e);
    }
  }

  /**
   * The schema of an id.
   *
   * @throws BadRowException if the registry has none, or one that is not of Avro
   */
  public Schema schema(int id) {
    Schema known = byId.get(id);
    if (known != null) {
      return known;
    }
    HttpResponse<String> answer = call("/schemas/ids/" + id, null);
    if (answer.statusCode() == 404) {
      throw new BadRowException("the schema registry knows no schema " + id);
    }
    if (answer.statusCode() != 200) {
      throw answers.refusal("to tell schema " + id, answer);
    }
    Schema schema = RegistryAnswers.schema(id, answer);
    byId.put(id, schema);
    return schema;
  }

  private HttpRequest request(String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("Accept", MEDIA_TYPE)
            .header("Content-Type", MEDIA_TYPE);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return request.build();
  }

  /** The answer of a registry, whenever it comes. */
  private HttpResponse<String> call(String path, @Nullable String body) {
    HttpRequest request = request(path, body);
    while (true) {
      try {
        HttpResponse<String> answer = send(request);
        answered();
        return answer;
      } catch (IOException e) {
        waits(
            e instanceof java.net.ConnectException
                ? "no connection"
                : String.valueOf(e.getMessage()));
      }
      pause();
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      CompletableFuture.anyOf(answer, closed).get();
      if (!answer.isDone()) {
        answer.cancel(true);
        throw new StoppedException(toString());
      }
      HttpResponse<String> got = answer.get();
      answers.require(got);
      return got;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void pause() {
    try {
      closed.get(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      throw new StoppedException(toString());
    } catch (TimeoutException e) {
      // Once more.
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody fails it", e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private StoppedException interrupted() {
    Thread.currentThread().interrupt();
    return new StoppedException(toString());
  }

  private synchronized void waits(String failure) {
    if (!away) {
      away = true;
      listener.accept(Optional.of("%s does not answer: %s".formatted(this, failure)));
    }
  }

  private synchronized void answered() {
    if (away) {
      away = false;
      listener.accept(Optional.empty());
    }
  }

  @Override
  public String toString() {
    return "schema registry " + url;
  }
}
