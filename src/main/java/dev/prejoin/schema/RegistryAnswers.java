package dev.prejoin.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * What a registry's answers mean (docs.confluent.io, "Schema Registry API Reference", "Errors").
 */
final class RegistryAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private final URI url;
  private volatile boolean isRegistry;

  RegistryAnswers(URI url) {
    this.url = url;
  }

  /**
   * Returns if a registry gave this answer, whatever it says.
   *
   * @throws IOException if it will give one later
   * @throws ProblemException if this is no registry: any web server answers 404, which would
   *     otherwise say that there is no such subject or schema; a registry adds two digits, 40401
   */
  void require(HttpResponse<String> answer) throws IOException {
    int status = answer.statusCode();
    if (status >= SERVER_ERRORS || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
      throw new IOException(reason(answer));
    }
    if (status == NOT_FOUND && json(answer).path("error_code").asInt() / 100 != NOT_FOUND) {
      if (isRegistry) {
        // A proxy says so while it has lost the registry behind it.
        throw new IOException(reason(answer));
      }
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("%s answers, but not as a schema registry (HTTP 404): the address must be the base of"
                  + " Confluent's API, which in Apicurio is /apis/ccompat/v7")
              .formatted(url));
    }
    isRegistry = true;
  }

  /** Why the registry did not do something, and what helps. */
  ProblemException refusal(String what, HttpResponse<String> answer) {
    String remedy =
        switch (answer.statusCode()) {
          case UNAUTHORIZED -> "; registry.user and registry.password say who asks";
          case FORBIDDEN -> "; give the user registry.user the right to it";
          default -> "";
        };
    return new ProblemException(
        ExitCode.ENVIRONMENT,
        "schema registry %s refuses %s: %s%s".formatted(url, what, reason(answer), remedy));
  }

  /**
   * The schema in an answer. What the registry has under an id may be anybody's.
   *
   * @throws BadRowException if it is not one of Avro: whoever names it in a record is wrong
   */
  static Schema schema(int id, HttpResponse<String> answer) {
    JsonNode found = json(answer);
    String type = found.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new BadRowException("schema %d is one of %s, not of Avro".formatted(id, type));
    }
    if (!found.path("references").isEmpty()) {
      throw new BadRowException(
          "schema %d refers to schemas of other subjects, which are not read".formatted(id));
    }
    try {
      return new Schema.Parser().parse(found.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new BadRowException("schema %d is not one of Avro: %s".formatted(id, e.getMessage()));
    }
  }

  static String reason(HttpResponse<String> answer) {
    return "HTTP %d %s"
        .formatted(answer.statusCode(), json(answer).path("message").asText())
        .strip();
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
