package dev.prejoin.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
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
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with Confluent's REST API (docs.confluent.io, "Schema Registry API Reference").
 * While it is away, calls wait and say so once: a record is never called bad because of it.
 */
public final class SchemaRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int CONFLICT = 409;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final URI url;
  private final @Nullable String authorization;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

  /**
   * @param url the base of the API, to which {@code /subjects} and the like are added
   * @param user with a password for HTTP basic authentication, or empty for none
   */
  public SchemaRegistry(URI url, String user, String password) {
    this.url = url;
    this.authorization =
        user.isEmpty()
            ? null
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
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
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "schema registry %s refuses schema %s for subject %s: %s"
              .formatted(url, schema.getFullName(), subject, reason(answer)));
    }
    int id = json(answer).path("id").asInt();
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
            json(answer).path("is_compatible").asBoolean()
                ? Standing.COMPATIBLE
                : Standing.INCOMPATIBLE;
        default -> {
          if (answer.statusCode() >= 500) {
            throw new IOException(reason(answer));
          }
          throw new ProblemException(
              ExitCode.ENVIRONMENT,
              "schema registry %s does not tell of subject %s: %s; set registry.user and registry.password"
                  .formatted(url, subject, reason(answer)));
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException("it does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while asking registry " + url);
    }
  }

  /**
   * The schema of an id.
   *
   * @throws BadRowException if the registry has none
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
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "schema registry %s, schema %d: %s".formatted(url, id, reason(answer)));
    }
    Schema schema = new Schema.Parser().parse(json(answer).path("schema").asText());
    byId.put(id, schema);
    return schema;
  }

  /**
   * Sends it, and takes only a registry's answer for one: any web server answers "404", which would
   * otherwise say that there is no such subject or schema. A registry adds two digits: 40401.
   */
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 404 && json(answer).path("error_code").asInt() / 100 != 404) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("%s answers, but not as a schema registry (HTTP 404): the address must be the base of"
                  + " Confluent's API, which in Apicurio is /apis/ccompat/v7")
              .formatted(url));
    }
    return answer;
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

  private HttpResponse<String> call(String path, @Nullable String body) {
    HttpRequest request = request(path, body);
    boolean said = false;
    while (true) {
      String failure;
      try {
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() < 500) {
          if (said) {
            LOG.info("Schema registry {} answers again", url);
          }
          return answer;
        }
        failure = reason(answer);
      } catch (IOException e) {
        failure = String.valueOf(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(
            ExitCode.ENVIRONMENT, "stopped while waiting for schema registry " + url);
      }
      if (!said) {
        LOG.warn("Schema registry {} does not answer ({}); waiting for it", url, failure);
        said = true;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(HttpResponse<String> answer) {
    return "HTTP %d %s".formatted(answer.statusCode(), json(answer).path("message").asText());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
