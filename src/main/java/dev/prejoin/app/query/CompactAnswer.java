package dev.prejoin.app.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** ClickHouse's format JSONCompact as the console answers it, without holding it as objects. */
final class CompactAnswer {
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int most;
  private boolean cut;

  /**
   * An answer.
   *
   * @param most rows of it, after which it is cut off
   */
  private CompactAnswer(int most) {
    this.most = most;
  }

  /** The whole of what comes as one. */
  static byte[] read(InputStream in, int most) throws IOException {
    CompactAnswer answer = new CompactAnswer(most);
    try (JsonParser from = JSON.createParser(in);
        JsonGenerator to = JSON.createGenerator(answer.bytes)) {
      answer.copy(from, to);
    }
    return answer.bytes.toByteArray();
  }

  private void copy(JsonParser from, JsonGenerator to) throws IOException {
    if (from.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(from, "no object");
    }
    to.writeStartObject();
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String field = from.currentName();
      from.nextToken();
      switch (field) {
        case "meta" -> take("columns", from, to);
        case "data" -> rows(from, to);
        case "statistics" -> take("statistics", from, to);
        default -> from.skipChildren();
      }
    }
    to.writeBooleanField("cut", cut);
    to.writeEndObject();
  }

  private static void take(String as, JsonParser from, JsonGenerator to) throws IOException {
    to.writeFieldName(as);
    to.copyCurrentStructure(from);
  }

  private void rows(JsonParser from, JsonGenerator to) throws IOException {
    to.writeArrayFieldStart("rows");
    for (int row = 0; from.nextToken() != JsonToken.END_ARRAY; row++) {
      if (row < most) {
        to.copyCurrentStructure(from);
      } else {
        cut = true;
        from.skipChildren();
      }
    }
    to.writeEndArray();
  }
}
