package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.devstack.SharedDevStack;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.SchemaRegistry.Standing;
import java.net.URI;
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
