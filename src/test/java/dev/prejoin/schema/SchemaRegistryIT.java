package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.devstack.SharedDevStack;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.SchemaRegistry.Standing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** A real schema registry's answers. */
class SchemaRegistryIT {
  private final URI url = URI.create(SharedDevStack.get().registryUrl());
  private final SchemaRegistry registry = new SchemaRegistry(url, "", "");
  private final String subject = "s" + UUID.randomUUID() + "-value";

  private static Schema record(String field) {
    return SchemaBuilder.record("reading").fields().requiredLong(field).endRecord();
  }

  @Test
  void shouldSayHowASchemaStandsToASubject() {
    assertThat(registry.standing(subject, record("id"))).isEqualTo(Standing.ABSENT);
    registry.register(subject, record("id"));
    assertThat(registry.standing(subject, record("id"))).isEqualTo(Standing.REGISTERED);
  }

  @Test
  void shouldGiveTheSchemaOfAnIdToAnother() {
    int id = registry.register(subject, record("id"));
    assertThat(registry.register(subject, record("id"))).isEqualTo(id);
    assertThat(new SchemaRegistry(url, "", "").schema(id)).isEqualTo(record("id"));
  }

  @Test
  void shouldNotKnowTheSchemaOfAnIdThatWasNeverGiven() {
    assertThatThrownBy(() -> registry.schema(1_000_000_000))
        .isInstanceOf(BadRowException.class)
        .hasMessage("the schema registry knows no schema 1000000000");
  }

  /** Whoever writes with such a schema is wrong, and nobody else has to wait for it. */
  @Test
  void shouldRefuseASchemaThatIsNotOfAvro() throws Exception {
    int json =
        registerAs(
            "JSON",
            "{\\\"$schema\\\": \\\"http://json-schema.org/draft-07/schema#\\\","
                + " \\\"type\\\": \\\"object\\\"}");
    int protobuf = registerAs("PROTOBUF", "syntax = \\\"proto3\\\"; message M { int32 id = 1; }");
    for (int id : List.of(json, protobuf)) {
      byte[] record = ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 2).array();
      AvroRowCodec codec =
          new AvroRowCodec(
              List.of(new Column("id", ColumnType.of(ColumnType.Kind.INT64))),
              record("id"),
              0,
              registry::schema);
      assertThatThrownBy(() -> codec.decode(record))
          .isInstanceOf(BadRowException.class)
          .hasMessage(
              "schema %d is one of %s, not of Avro"
                  .formatted(id, id == json ? "JSON" : "PROTOBUF"));
    }
  }

  private int registerAs(String type, String schema) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(url + "/subjects/s" + UUID.randomUUID() + "-value/versions"))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"schemaType\":\"%s\",\"schema\":\"%s\"}".formatted(type, schema)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).get("id").asInt();
  }

  /** Its 404 must not make every record one of an unknown schema. */
  @Test
  void shouldTellAnAddressThatIsNoRegistry() {
    URI elsewhere = url.resolve("/");
    assertThatThrownBy(() -> new SchemaRegistry(elsewhere, "", "").schema(1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not as a schema registry")
        .hasMessageContaining("/apis/ccompat/v7");
  }
}
