package dev.prejoin.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro in Confluent's wire format (docs.confluent.io, "Wire format"): a zero byte, the schema's id
 * as four bytes, big endian, and the record in Avro's binary encoding. Rows are read and written by
 * position, without records; what a writer's schema has more is skipped.
 */
public final class AvroRowCodec implements RowCodec {
  private static final byte MAGIC = 0;

  /** The bytes before the record: the zero byte and the schema's id. */
  public static final int PREFIX_BYTES = 5;

  private final List<Column> columns;
  private final AvroOut[] outs;
  private final int schemaId;
  private final IntFunction<Schema> writerSchemas;
  private final Map<Integer, WriterFields> writers = new HashMap<>();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
  private final BoundedDecoder decoder = new BoundedDecoder();
  private @Nullable BinaryEncoder encoder;

  /**
   * @param columns the row's columns
   * @param schema a record with a field of each column's name, in the same order
   * @param schemaId the registry's id of that schema
   * @param writerSchemas the schema of an id, for reading
   */
  public AvroRowCodec(
      List<Column> columns, Schema schema, int schemaId, IntFunction<Schema> writerSchemas) {
    this.columns = List.copyOf(columns);
    this.outs =
        schema.getFields().stream()
            .map(field -> AvroOut.of(field.schema()))
            .toArray(AvroOut[]::new);
    this.schemaId = schemaId;
    this.writerSchemas = writerSchemas;
  }

  @Override
  public byte[] encode(Object[] row) {
    buffer.reset();
    buffer.write(MAGIC);
    buffer.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    try {
      encoder = EncoderFactory.get().directBinaryEncoder(buffer, encoder);
      for (int i = 0; i < columns.size(); i++) {
        ValueFit.check(columns.get(i), row[i]);
        outs[i].write(encoder, row[i]);
      }
      encoder.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return buffer.toByteArray();
  }

  @Override
  public Object[] decode(byte[] bytes) {
    if (bytes.length < PREFIX_BYTES || bytes[0] != MAGIC) {
      throw new BadRowException(
          "not Avro in Confluent's wire format: "
              + (bytes.length < PREFIX_BYTES
                  ? bytes.length + " bytes"
                  : "the first byte is " + (bytes[0] & 0xFF) + ", not 0"));
    }
    int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    WriterFields fields = writers.get(id);
    if (fields == null) {
      fields = new WriterFields(columns, writerSchemas.apply(id));
      writers.put(id, fields);
    }
    decoder.begin(bytes, PREFIX_BYTES, id);
    Object[] row = fields.read(decoder);
    if (decoder.left() > 0) {
      throw new BadRowException(
          "%d bytes are left over after the record of schema %d".formatted(decoder.left(), id));
    }
    return row;
  }
}
