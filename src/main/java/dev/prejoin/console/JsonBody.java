package dev.prejoin.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request asks for: an object in JSON, of known fields. */
final class JsonBody {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String TYPE = "application/json";

  private final JsonNode fields;

  private JsonBody(JsonNode fields) {
    this.fields = fields;
  }

  /**
   * The body of a request.
   *
   * @throws HttpResponseException if it is of another type, which pages of other sites can send
   *     without asking; no object in JSON; or has a field that is not among these
   */
  static JsonBody of(Context context, String... known) {
    String type = context.contentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).split(";", -1)[0].strip().equals(TYPE)) {
      throw new HttpResponseException(
          415, "The body must be JSON: send it with Content-Type: " + TYPE, Map.of());
    }
    JsonNode body = read(context.body());
    if (!body.isObject()) {
      throw new BadRequestResponse("The body must be an object in JSON, such as {}");
    }
    List<String> names = Arrays.asList(known);
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw new BadRequestResponse(
                    "There is no field %s; allowed: %s"
                        .formatted(name, names.isEmpty() ? "none" : String.join(", ", names)));
              }
            });
    return new JsonBody(body);
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse("The body is no JSON: " + e.getOriginalMessage());
    }
  }

  private @Nullable JsonNode field(String name) {
    JsonNode value = fields.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A text; null if there is none. */
  @Nullable String text(String name) {
    JsonNode value = field(name);
    if (value != null && !value.isTextual()) {
      throw new BadRequestResponse(name + " must be a text");
    }
    return value == null ? null : value.textValue();
  }

  /** An object of texts; empty if there is none. */
  Map<String, String> texts(String name) {
    JsonNode value = field(name);
    if (value == null) {
      return Map.of();
    }
    Map<String, String> texts = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!field.getValue().isTextual()) {
        throw new BadRequestResponse(name + "." + field.getKey() + " must be a text");
      }
      texts.put(field.getKey(), field.getValue().textValue());
    }
    if (!value.isObject()) {
      throw new BadRequestResponse(name + " must be an object of texts");
    }
    return texts;
  }

  /** One of a few words, which must be there. */
  <E extends Enum<E>> E oneOf(String name, Class<E> words) {
    String text = text(name);
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequestResponse(
                    "%s must be one of %s"
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                Arrays.stream(words.getEnumConstants())
                                    .map(Enum::name)
                                    .toList()))));
  }

  /** True or false. */
  boolean truth(String name, boolean unlessGiven) {
    JsonNode value = field(name);
    if (value != null && !value.isBoolean()) {
      throw new BadRequestResponse(name + " must be true or false");
    }
    return value == null ? unlessGiven : value.booleanValue();
  }

  /** A whole number; null if there is none. */
  @Nullable Integer number(String name, int least, int most) {
    JsonNode value = field(name);
    if (value == null) {
      return null;
    }
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw new BadRequestResponse(
          "%s must be a number from %d to %d".formatted(name, least, most));
    }
    return value.intValue();
  }

  /** A moment; null if there is none. */
  @Nullable Instant instant(String name) {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new BadRequestResponse(name + " must be a time in UTC such as 2026-11-21T16:00:00Z");
    }
  }
}
