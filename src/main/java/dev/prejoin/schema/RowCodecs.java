package dev.prejoin.schema;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Makes the codecs of a relation's values and keys, in the format that topics have. Those of one
 * instance share what they know of the schema registry, and wait for it together.
 */
public final class RowCodecs implements AutoCloseable {
  /** How rows are written in topics. */
  public enum Format {
    AVRO,
    JSON
  }

  private final Function<Relation, RowCodec> values;
  private final Function<Relation, RowCodec> keys;
  private Optional<SchemaRegistry> awaited = Optional.empty();

  /** Codecs of a relation's rows, and of its keys. */
  public RowCodecs(Function<Relation, RowCodec> values, Function<Relation, RowCodec> keys) {
    this.values = values;
    this.keys = keys;
  }

  public RowCodecs(Format format, AvroSchemas schemas, SchemaRegistry registry) {
    this(
        format == Format.JSON
            ? RowCodecs::jsonValues
            : relation ->
                avro(
                    valueSubject(relation.name()),
                    relation.columns(),
                    schemas.value(relation.name()),
                    registry),
        format == Format.JSON
            ? RowCodecs::jsonKeys
            : source ->
                avro(
                    keySubject(source.name()), source.key(), schemas.key(source.name()), registry));
    awaited = Optional.of(registry);
  }

  /** Codecs of JSON, which needs neither schemas nor a registry. */
  public static RowCodecs json() {
    return new RowCodecs(RowCodecs::jsonValues, RowCodecs::jsonKeys);
  }

  /**
   * Who is told, in the thread that waits, what making a codec or decoding waits for, and with an
   * empty one that it goes on.
   */
  public void listen(Consumer<Optional<String>> listener) {
    awaited.ifPresent(registry -> registry.listen(listener));
  }

  /**
   * Ends every wait: codecs then throw {@link dev.prejoin.runtime.StoppedException} where they
   * would wait.
   */
  @Override
  public void close() {
    awaited.ifPresent(SchemaRegistry::close);
  }

  /** The subject of a topic's rows, as Confluent's serializers name it. */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }

  /** The subject of a topic's keys. */
  public static String keySubject(String topic) {
    return topic + "-key";
  }

  /** A codec of the relation's rows; its schema is registered as {@code <topic>-value}. */
  public RowCodec values(Relation relation) {
    return values.apply(relation);
  }

  /** A codec of a source's keys; its schema is registered as {@code <topic>-key}. */
  public RowCodec keys(Relation source) {
    return keys.apply(source);
  }

  private static RowCodec jsonValues(Relation relation) {
    return new JsonRowCodec(relation.columns());
  }

  private static RowCodec jsonKeys(Relation source) {
    return new JsonRowCodec(source.key());
  }

  private static RowCodec avro(
      String subject, List<Column> columns, Schema schema, SchemaRegistry registry) {
    int id = registry.register(subject, schema);
    return new AvroRowCodec(columns, schema, id, registry::schema);
  }
}
