package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statements over ClickHouse's HTTP interface. Its errors become problems without secrets. */
final class ClickHouseHttp {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseHttp.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);
  private static final int LONGEST_ERROR = 1_000;

  /** Grouping a hundred million rows must not need them in memory. */
  private static final String SETTINGS =
      "wait_end_of_query=1&max_bytes_before_external_group_by=1000000000&async_insert=0"
          + "&output_format_json_quote_64bit_integers=1&output_format_json_quote_denormals=1";

  private final OracleSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  ClickHouseHttp(OracleSettings settings) {
    this.settings = settings;
  }

  void execute(@Nullable String database, String statement) {
    send(database, statement, Map.of());
  }

  /** With values for the {@code {name:Type}} places of the statement. */
  void execute(@Nullable String database, String statement, Map<String, String> values) {
    send(database, statement, values);
  }

  /** The rows as arrays; 64-bit integers are strings in it, as is a NaN. */
  List<JsonNode> rows(@Nullable String database, String query) {
    return rows(database, query, Map.of());
  }

  List<JsonNode> rows(@Nullable String database, String query, Map<String, String> values) {
    String answer = send(database, query + "\nFORMAT JSONCompact", values);
    try {
      List<JsonNode> rows = new ArrayList<>();
      JSON.readTree(answer).path("data").forEach(rows::add);
      return rows;
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          settings.clickHouseUrl() + " answers, but not as ClickHouse does: check the address");
    }
  }

  private String send(@Nullable String database, String statement, Map<String, String> values) {
    String url =
        settings.clickHouseUrl()
            + "/?"
            + SETTINGS
            + (database == null
                ? ""
                : "&database=" + URLEncoder.encode(database, StandardCharsets.UTF_8));
    // A form, as the server logs addresses, but not the values in a form.
    String boundary = UUID.randomUUID().toString();
    HttpRequest request =
        HttpRequest.newBuilder(address(url))
            .timeout(LONGEST_STATEMENT)
            .header("Authorization", authorization())
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofString(form(boundary, statement, values)))
            .build();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != OK) {
        throw refused(response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "ClickHouse at "
              + settings.clickHouseUrl()
              + " does not answer: start it, or correct the address ("
              + e.getClass().getSimpleName()
              + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "the comparison was interrupted");
    }
  }

  /**
   * Encoded, as a header that holds a secret as it is would be quoted in an error if it is unfit.
   */
  private String authorization() {
    String both = settings.clickHouseUser() + ":" + settings.clickHousePassword();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private URI address(String url) {
    try {
      URI address = new URI(url);
      if (address.getHost() != null && String.valueOf(address.getScheme()).startsWith("http")) {
        return address;
      }
    } catch (URISyntaxException e) {
      LOG.debug("not an address", e);
    }
    throw new ProblemException(
        ExitCode.CONFIGURATION,
        "ClickHouse's address must look like http://host:8123, not " + settings.clickHouseUrl());
  }

  private static String form(String boundary, String statement, Map<String, String> values) {
    StringBuilder form = new StringBuilder();
    part(boundary, "query", statement, form);
    // ClickHouse reads a value as an escaped field.
    values.forEach(
        (name, value) ->
            part(
                boundary,
                "param_" + name,
                value
                    .replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r"),
                form));
    return form.append("--").append(boundary).append("--\r\n").toString();
  }

  private static void part(String boundary, String name, String content, StringBuilder form) {
    form.append("--")
        .append(boundary)
        .append("\r\nContent-Disposition: form-data; name=\"")
        .append(name)
        .append("\"\r\n\r\n")
        .append(content)
        .append("\r\n");
  }

  private ProblemException refused(String answer) {
    String text = answer.strip();
    String shown = text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) + " …" : text;
    return new ProblemException(
        ExitCode.ENVIRONMENT,
        "ClickHouse at "
            + settings.clickHouseUrl()
            + " refused a step of the comparison: "
            + masked(masked(shown, settings.postgresPassword()), settings.clickHousePassword()));
  }

  private static String masked(String text, String secret) {
    return secret.isEmpty() ? text : text.replace(secret, "***");
  }
}
