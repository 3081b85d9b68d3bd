package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

  static Stream<Arguments> extremes() {
    return Stream.of(
            cases("boolean", ColumnType.of(ColumnType.Kind.BOOLEAN), true, false),
            cases(
                "int",
                ColumnType.of(ColumnType.Kind.INT32),
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE),
            cases(
                "long",
                ColumnType.of(ColumnType.Kind.INT64),
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE),
            cases("long", ColumnType.of(ColumnType.Kind.UINT32), 0L, 1L, ColumnType.UINT32_MAX),
            cases(
                "float",
                ColumnType.of(ColumnType.Kind.FLOAT32),
                0f,
                -0f,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY),
            cases(
                "double",
                ColumnType.of(ColumnType.Kind.FLOAT64),
                0d,
                -0d,
                Double.MIN_VALUE,
                -Double.MAX_VALUE,
                0.1,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY),
            cases(
                "string",
                ColumnType.of(ColumnType.Kind.STRING),
                "",
                "a",
                "quote \" backslash \\ newline \n nul \0",
                "漢字 ψ 😀",
                "x".repeat(100_000)),
            cases("int", ColumnType.of(ColumnType.Kind.DATE32), 0, -25_567, 120_529),
            cases("long", ColumnType.timestamp(0), 0L, 1_767_225_600_000L, 4_294_967_295_000L),
            cases("long", ColumnType.timestamp(3), 0L, -1L, 1_767_225_600_123L),
            cases("long", ColumnType.timestamp(6), 0L, -1L, 1_767_225_600_123_456L))
        .flatMap(List::stream);
  }

  private static List<Arguments> cases(String avro, ColumnType type, Object... values) {
    List<Arguments> cases = new ArrayList<>();
    for (Object value : values) {
      cases.add(Arguments.of(avro, type, value));
      cases.add(Arguments.of(avro, type.withNullable(true), value));
    }
    cases.add(Arguments.of(avro, type.withNullable(true), null));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void shouldRoundTripAvro(String avro, ColumnType type, Object value) throws Exception {
    Schema schema = schema(avro, type.nullable());
    AvroRowCodec codec = new AvroRowCodec(columns(type), schema, ID, id -> schema);
    Object[] row = {"before", value, "after"};

    byte[] bytes = codec.encode(row);

    assertThat(codec.decode(bytes)).isEqualTo(row);
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
    Object tested = record.get("tested");
    assertThat(tested instanceof CharSequence ? tested.toString() : tested).isEqualTo(value);
    assertThat(record.get("z")).hasToString("after");
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void shouldRoundTripJson(String avro, ColumnType type, Object value) {
    JsonRowCodec codec = new JsonRowCodec(columns(type));
    Object[] row = {"before", value, "after"};

    assertThat(codec.decode(codec.encode(row))).isEqualTo(row);
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
        new AvroRowCodec(columns(type), schema("long", true), ID + 1, id -> writer)
            .decode(bytes.toByteArray());

    assertThat(row).containsExactly("before", 5L, "after");
  }

  @Test
  void shouldRefuseWhatIsNoRow() {
    Schema schema = schema("long", false);
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

  private static Schema schema(String avro, boolean nullable) {
    String type = nullable ? "[\"null\",\"" + avro + "\"]" : "\"" + avro + "\"";
    return new Schema.Parser()
        .parse(
            """
            {"type":"record","name":"r","fields":[
              {"name":"a","type":"string"},
              {"name":"tested","type":%s},
              {"name":"z","type":"string"}]}"""
                .formatted(type));
  }
}
