package dev.prejoin.schema;

/** Makes the codecs of a relation's values and keys, in the format that topics have. */
public final class RowCodecs {
  /** How rows are written in topics. */
  public enum Format {
    AVRO,
    JSON
  }

  private final Format format;
  private final AvroSchemas schemas;
  private final SchemaRegistry registry;

  public RowCodecs(Format format, AvroSchemas schemas, SchemaRegistry registry) {
    this.format = format;
    this.schemas = schemas;
    this.registry = registry;
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
    if (format == Format.JSON) {
      return new JsonRowCodec(relation.columns());
    }
    var schema = schemas.value(relation.name());
    int id = registry.register(valueSubject(relation.name()), schema);
    return new AvroRowCodec(relation.columns(), schema, id, registry::schema);
  }

  /** A codec of a source's keys; its schema is registered as {@code <topic>-key}. */
  public RowCodec keys(Relation source) {
    if (format == Format.JSON) {
      return new JsonRowCodec(source.key());
    }
    var schema = schemas.key(source.name());
    int id = registry.register(keySubject(source.name()), schema);
    return new AvroRowCodec(source.key(), schema, id, registry::schema);
  }
}
