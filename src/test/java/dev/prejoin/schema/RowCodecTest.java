package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type at its extremes, in the middle of a row so that a stray byte shows. */
class RowCodecTest {
  private static final int ID = 77;

  /** Of a codec that only reads. */
  private static final Schema NOTHING = Schema.createRecord("n", null, null, false, List.of());

  @Provide
  Arbitrary<Tuple2<ColumnType, Object>> values() {
    return Arbitraries.of(EveryType.types())
        .flatMap(type -> EveryType.values(type).map(value -> Tuple.of(type, value)));
  }

  static Stream<Arguments> extremes() {
    return EveryType.types().stream()
        .flatMap(
            type -> {
              Stream<Object> values = EveryType.extremes().get(ofPresent(type)).stream();
              return (type.nullable() ? Stream.concat(Stream.of((Object) null), values) : values)
                  .map(value -> Arguments.of(type, value));
            });
  }

  private static ColumnType ofPresent(ColumnType type) {
    return type.withNullable(false);
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void shouldRoundTripExtremes(ColumnType type, Object value) throws Exception {
    assertRoundTrips(type, value);
  }

  @Property(tries = 3000)
  void shouldRoundTripAll(@ForAll("values") Tuple2<ColumnType, Object> value) throws Exception {
    assertRoundTrips(value.get1(), value.get2());
  }

  private static void assertRoundTrips(ColumnType type, Object value) throws Exception {
    Schema schema = schema(type);
    Object[] row = {"before", value, "after"};
    AvroRowCodec avro = new AvroRowCodec(columns(type), schema, ID, id -> schema);
    byte[] bytes = avro.encode(row);
    assertSame(avro.decode(bytes), row);
    assertSame(AvroSchemas.columns(schema), columns(type));
    // An independent decoder reads the same.
    assertThat(Arrays.copyOf(bytes, AvroRowCodec.PREFIX_BYTES))
        .isEqualTo(new byte[] {0, 0, 0, 0, ID});
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(
                        bytes,
                        AvroRowCodec.PREFIX_BYTES,
                        bytes.length - AvroRowCodec.PREFIX_BYTES,
                        null));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(again, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    assertThat(again.toByteArray())
        .isEqualTo(Arrays.copyOfRange(bytes, AvroRowCodec.PREFIX_BYTES, bytes.length));
    assertThat(record.get("z")).hasToString("after");

    JsonRowCodec json = new JsonRowCodec(columns(type));
    assertSame(json.decode(json.encode(row)), row);
  }

  private static void assertSame(Object[] actual, Object[] expected) {
    if (!ColumnType.isSame(Arrays.asList(actual), Arrays.asList(expected))) {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static void assertSame(List<Column> actual, List<Column> expected) {
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void shouldReadWhatAnotherSchemaWrote() throws IOException {
    Schema writer =
        SchemaBuilder.record("r")
            .fields()
            .requiredString("z")
            .name("extra")
            .type()
            .array()
            .items()
            .intType()
            .noDefault()
            .requiredInt("tested")
            .requiredString("a")
            .endRecord();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, ID});
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(writer)
        .write(
            new GenericRecordBuilder(writer)
                .set("z", "after")
                .set("extra", List.of(1, 2))
                .set("tested", 5)
                .set("a", "before")
                .build(),
            encoder);
    ColumnType type = ColumnType.of(ColumnType.Kind.INT64).withNullable(true);

    Object[] row =
        new AvroRowCodec(columns(type), schema(type), ID + 1, id -> writer)
            .decode(bytes.toByteArray());

    assertThat(row).containsExactly("before", 5L, "after");
  }

  @Test
  void shouldRefuseWhatIsNoRow() {
    Schema schema = schema(ColumnType.of(ColumnType.Kind.UINT32));
    AvroRowCodec codec =
        new AvroRowCodec(columns(ColumnType.of(ColumnType.Kind.UINT32)), schema, ID, id -> schema);

    assertThatExceptionOfType(BadRowException.class)
        .isThrownBy(() -> codec.decode("{}".getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("2 bytes");
    assertThatExceptionOfType(BadRowException.class)
        .isThrownBy(() -> codec.decode("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("the first byte is 123, not 0");
    assertThatExceptionOfType(BadRowException.class)
        .isThrownBy(() -> codec.decode(new byte[] {0, 0, 0, 0, ID, 2}));
    byte[] whole = codec.encode(new Object[] {"a", 5L, "z"});
    assertThatExceptionOfType(BadRowException.class)
        .isThrownBy(() -> codec.decode(Arrays.copyOf(whole, whole.length + 1)))
        .withMessageContaining("left over");
  }

  @Test
  void shouldRefuseWhatAColumnCannotHold() {
    assertRefused(ColumnType.of(ColumnType.Kind.UINT32), -1L, "tested is -1, outside UInt32");
    assertRefused(ColumnType.of(ColumnType.Kind.UINT32), 1L << 32, "outside UInt32");
    assertRefused(ColumnType.of(ColumnType.Kind.FLOAT64), null, "tested is NULL");
    assertRefused(ColumnType.timestamp(0), 1_500L, "finer than the seconds of DateTime");
    assertRefused(ColumnType.timestamp(0), -1_000L, "outside DateTime");
    assertRefused(ColumnType.timestamp(3), Long.MAX_VALUE, "outside DateTime64(3)");
    assertRefused(ColumnType.of(ColumnType.Kind.INT64), "5", "tested is a String");
    assertRefused(ColumnType.of(ColumnType.Kind.UINT8), 256, "tested is 256, outside UInt8");
    assertRefused(ColumnType.of(ColumnType.Kind.INT16), 32_768, "outside Int16");
    assertRefused(
        ColumnType.of(ColumnType.Kind.DATE),
        -1,
        "tested is 1 days before 1970-01-01, outside Date");
    assertRefused(ColumnType.of(ColumnType.Kind.DATE32), 120_530, "outside Date32");
    assertRefused(ColumnType.timestamp(9), -2_208_988_800_000_000_001L, "outside DateTime64(9)");
    assertRefused(
        ColumnType.decimal(3, 1), new BigDecimal("100.0"), "100.0, which Decimal(3, 1) cannot");
    assertRefused(ColumnType.decimal(3, 1), new BigDecimal("1.00"), "cannot hold");
    assertRefused(ColumnType.enumeration(List.of("a")), "b", "tested is 'b', no symbol of Enum8(");
    assertRefused(
        ColumnType.array(ColumnType.of(ColumnType.Kind.UINT8)),
        List.of(1, 2, -1),
        "tested[3] is -1, outside UInt8");
    assertRefused(
        ColumnType.array(ColumnType.of(ColumnType.Kind.UINT8)),
        Arrays.asList(1, null),
        "tested[2] is NULL");
  }

  /** What an arbitrary byte does to a valid record: only a row, or a reason, may come of it. */
  @Property(tries = 5_000)
  void shouldMakeARowOrAReasonOfWhateverBytes(
      @ForAll("values") Tuple2<ColumnType, Object> value,
      @ForAll @Size(min = 1, max = 6) List<@From("damages") Damage> damages)
      throws IOException {
    List<Column> columns = columns(value.get1());
    Schema schema = schema(value.get1());
    AvroRowCodec codec = new AvroRowCodec(columns, schema, ID + 1, id -> wide(id, schema));
    byte[] bytes = wide(schema, new AvroRowCodec(columns, schema, ID, id -> schema), value.get2());
    assertSame(codec.decode(bytes), new Object[] {"before", value.get2(), "after"});
    byte[] damaged = bytes;
    for (Damage damage : damages) {
      damaged = damage.of(damaged);
    }
    assertRowOrReason(codec, columns, damaged);

    JsonRowCodec json = new JsonRowCodec(columns);
    damaged = json.encode(new Object[] {"before", value.get2(), "after"});
    for (Damage damage : damages) {
      damaged = damage.of(damaged);
    }
    assertRowOrReason(json, columns, damaged);
  }

  private static void assertRowOrReason(RowCodec codec, List<Column> columns, byte[] bytes) {
    try {
      Object[] row = codec.decode(bytes);
      for (int i = 0; i < row.length; i++) {
        ValueFit.check(columns.get(i), row[i]);
      }
    } catch (BadRowException e) {
      assertThat(e.getMessage()).hasSizeBetween(5, 701);
    }
  }

  /** A change of one place in some bytes. */
  private record Damage(char kind, int at, byte[] with) {
    byte[] of(byte[] bytes) {
      // Mostly where the record is small: at its beginning, and anywhere in it.
      int from =
          bytes.length == 0 ? 0 : Math.floorMod(at, Math.min(bytes.length, at < 0 ? 40 : 1 << 20));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, from);
      int after =
          switch (kind) {
            case 'i' -> from;
            case 'r' -> Math.min(bytes.length, from + with.length);
            default -> bytes.length;
          };
      if (kind != 't') {
        out.writeBytes(with);
      }
      out.write(bytes, after, bytes.length - after);
      return out.toByteArray();
    }
  }

  @Provide
  Arbitrary<Damage> damages() {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(3);
    Arbitrary<byte[]> lengths =
        Arbitraries.oneOf(
                Arbitraries.of(
                    -1L, 0L, Long.MAX_VALUE, Long.MIN_VALUE, 2_147_483_640L, 500_000_000L),
                Arbitraries.longs())
            .map(RowCodecTest::varint);
    return Combinators.combine(
            Arbitraries.of('i', 'r', 'r', 't'),
            Arbitraries.integers(),
            Arbitraries.oneOf(any, lengths))
        .as(Damage::new);
  }

  private static byte[] varint(long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      encoder.writeLong(number);
      encoder.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** The row's schema with fields of every other kind before its own, which a reader skips. */
  private static final UnaryOperator<Schema> WIDE =
      row -> {
        Schema extras =
            new Schema.Parser()
                .parse(
                    """
                    {"type": "record", "name": "wide", "fields": [
                      {"name": "list", "type": ["null", {"type": "record", "name": "node", "fields": [
                        {"name": "value", "type": "int"}, {"name": "next", "type": ["null", "node"]}]}]},
                      {"name": "map", "type": {"type": "map", "values": {"type": "array", "items": "bytes"}}},
                      {"name": "nulls", "type": {"type": "array", "items": "null"}},
                      {"name": "hash", "type": {"type": "fixed", "name": "hash", "size": 4}},
                      {"name": "suit", "type": {"type": "enum", "name": "suit", "symbols": ["A", "B"]}},
                      {"name": "rest", "type": ["boolean", "float", "double", "long", "string"]}]}
                    """);
        List<Schema.Field> fields = new ArrayList<>();
        extras.getFields().forEach(f -> fields.add(new Schema.Field(f.name(), f.schema())));
        row.getFields().forEach(f -> fields.add(new Schema.Field(f.name(), f.schema())));
        return Schema.createRecord("wide", null, null, false, fields);
      };

  private static Schema wide(int id, Schema row) {
    if (id != ID) {
      throw new BadRowException("the schema registry knows no schema " + id);
    }
    return WIDE.apply(row);
  }

  private static byte[] wide(Schema row, AvroRowCodec codec, Object value) throws IOException {
    Schema wide = WIDE.apply(row);
    Schema node = wide.getField("list").schema().getTypes().get(1);
    GenericRecord last = new GenericRecordBuilder(node).set("value", 2).set("next", null).build();
    GenericRecordBuilder extras =
        new GenericRecordBuilder(
            Schema.createRecord(
                "extras",
                null,
                null,
                false,
                wide.getFields().subList(0, 6).stream()
                    .map(f -> new Schema.Field(f.name(), f.schema()))
                    .toList()));
    GenericRecord record =
        extras
            .set("list", new GenericRecordBuilder(node).set("value", 1).set("next", last).build())
            .set("map", Map.of("k", List.of(ByteBuffer.wrap(new byte[] {1, 2}))))
            .set("nulls", Arrays.asList(null, null))
            .set("hash", new GenericData.Fixed(wide.getField("hash").schema(), new byte[4]))
            .set("suit", new GenericData.EnumSymbol(wide.getField("suit").schema(), "B"))
            .set("rest", 5L)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, ID});
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    byte[] whole = codec.encode(new Object[] {"before", value, "after"});
    bytes.write(whole, AvroRowCodec.PREFIX_BYTES, whole.length - AvroRowCodec.PREFIX_BYTES);
    return bytes.toByteArray();
  }

  /** Each of these stopped the process, or filled its memory, when Avro's own decoder read it. */
  @Test
  void shouldRefuseLengthsAndCountsThatAreNotThere() {
    Schema bytes = Schema.create(Schema.Type.BYTES);
    Schema string = Schema.create(Schema.Type.STRING);
    for (Schema type : List.of(bytes, string, Schema.createArray(string))) {
      for (long length :
          new long[] {2_147_483_640L, 1L << 40, 2_000_000_000, 1_000, -1, Long.MIN_VALUE}) {
        assertReason(type, varint(length), "no record of schema 77: ");
      }
    }
    Schema nulls = Schema.createArray(Schema.create(Schema.Type.NULL));
    assertReason(nulls, varint(Long.MAX_VALUE), "more than 65,536 values have no bytes");
    // A block that is skipped by its length in bytes, backwards: Avro's decoder never ends.
    ByteArrayOutputStream backwards = new ByteArrayOutputStream();
    backwards.writeBytes(varint(-1));
    backwards.writeBytes(varint(-11));
    assertReason(nulls, backwards.toByteArray(), "");
    Schema node =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"node\",\"fields\":["
                    + "{\"name\":\"next\",\"type\":[\"null\",\"node\"]}]}");
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 2);
    assertReason(node, deep, "values lie more than 256 deep in each other");
    Schema endless = Schema.createRecord("endless", null, null, false);
    endless.setFields(List.of(new Schema.Field("itself", endless)));
    assertReason(endless, new byte[0], "values lie more than 256 deep in each other");
  }

  /** As a field that is skipped; and as one that is read, where a column can be of that type. */
  private static void assertReason(Schema type, byte[] value, String reason) {
    Schema writer =
        Schema.createRecord("r", null, null, false, List.of(new Schema.Field("v", type)));
    byte[] record = new byte[AvroRowCodec.PREFIX_BYTES + value.length];
    record[AvroRowCodec.PREFIX_BYTES - 1] = ID;
    System.arraycopy(value, 0, record, AvroRowCodec.PREFIX_BYTES, value.length);
    List<List<Column>> readers = new ArrayList<>(List.of(List.of()));
    if (type.getType() != Schema.Type.RECORD) {
      ColumnType column =
          switch (type.getType()) {
            case BYTES -> ColumnType.of(ColumnType.Kind.BYTES);
            case STRING -> ColumnType.of(ColumnType.Kind.STRING);
            default -> ColumnType.array(ColumnType.of(ColumnType.Kind.STRING).withNullable(true));
          };
      readers.add(List.of(new Column("v", column)));
    }
    for (List<Column> columns : readers) {
      assertThatExceptionOfType(BadRowException.class)
          .isThrownBy(() -> new AvroRowCodec(columns, NOTHING, ID + 1, id -> writer).decode(record))
          .withMessageContaining(reason);
    }
  }

  @Test
  void shouldRefuseNumbersThatAreNone() {
    ColumnType type = ColumnType.decimal(9, 2);
    Schema number = AvroTypes.schema(type, "n");
    Schema text = Schema.create(Schema.Type.STRING);
    assertNoDecimal(type, number, new byte[0], "v is a number of 0 bytes");
    assertNoDecimal(type, number, new byte[100_000], "v is a number of 100000 bytes");
    assertNoDecimal(type, text, "1e999999999".getBytes(StandardCharsets.UTF_8), "1e+999999999");
    assertNoDecimal(type, text, "1e-999999999".getBytes(StandardCharsets.UTF_8), "1e-999999999");
    assertNoDecimal(type, text, "9".repeat(500_000).getBytes(StandardCharsets.UTF_8), "v is 999");
    for (String json : List.of("1e999999999", "1e-999999999", "9".repeat(500_000))) {
      assertThatExceptionOfType(BadRowException.class)
          .isThrownBy(
              () ->
                  new JsonRowCodec(List.of(new Column("v", type)))
                      .decode(("{\"v\":\"" + json + "\"}").getBytes(StandardCharsets.UTF_8)))
          .withMessageContaining("v is ");
    }
    assertThat(
            new JsonRowCodec(List.of(new Column("v", type)))
                .decode("{\"v\":\"0e999999999\"}".getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new BigDecimal("0.00"));
  }

  private static void assertNoDecimal(
      ColumnType type, Schema written, byte[] bytes, String reason) {
    Schema writer =
        Schema.createRecord("r", null, null, false, List.of(new Schema.Field("v", written)));
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(new byte[] {0, 0, 0, 0, ID});
    record.writeBytes(varint(bytes.length));
    record.writeBytes(bytes);
    assertThatExceptionOfType(BadRowException.class)
        .isThrownBy(
            () ->
                new AvroRowCodec(List.of(new Column("v", type)), NOTHING, ID + 1, id -> writer)
                    .decode(record.toByteArray()))
        .satisfies(
            e -> assertThat(e.getMessage()).containsIgnoringCase(reason).hasSizeLessThan(710));
  }

  private static void assertRefused(ColumnType type, Object value, String reason) {
    assertThatExceptionOfType(BadRowException.class)
        .isThrownBy(() -> new JsonRowCodec(columns(type)).encode(new Object[] {"a", value, "z"}))
        .withMessageContaining(reason);
  }

  private static List<Column> columns(ColumnType type) {
    ColumnType string = ColumnType.of(ColumnType.Kind.STRING);
    return List.of(new Column("a", string), new Column("tested", type), new Column("z", string));
  }

  private static Schema schema(ColumnType type) {
    Schema string = Schema.create(Schema.Type.STRING);
    return Schema.createRecord(
        "r",
        null,
        null,
        false,
        List.of(
            new Schema.Field("a", string),
            new Schema.Field("tested", AvroTypes.schema(type, "tested_type")),
            new Schema.Field("z", string)));
  }
}
