package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
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
