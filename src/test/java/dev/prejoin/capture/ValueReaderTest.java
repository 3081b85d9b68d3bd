package dev.prejoin.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import io.debezium.data.Bits;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Timestamp;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class ValueReaderTest {
  private static Object read(ColumnType type, Schema schema, Object value) {
    return read(new Column("v", type.withNullable(true)), schema, value);
  }

  private static Object read(Column column, Schema schema, Object value) {
    Schema row = SchemaBuilder.struct().field("v", schema).build();
    Struct struct = new Struct(row);
    struct.put("v", value);
    return new ValueReader(column, row.field("v")).read(struct);
  }

  private static ColumnType type(Kind kind) {
    return ColumnType.of(kind);
  }

  @Test
  void shouldWidenNumbers() {
    assertThat(read(type(Kind.INT32), Schema.INT16_SCHEMA, (short) -7)).isEqualTo(-7);
    assertThat(read(type(Kind.INT64), Schema.INT32_SCHEMA, Integer.MIN_VALUE))
        .isEqualTo((long) Integer.MIN_VALUE);
    assertThat(read(type(Kind.UINT32), Schema.INT64_SCHEMA, ColumnType.UINT32_MAX))
        .isEqualTo(ColumnType.UINT32_MAX);
    assertThat(read(type(Kind.FLOAT64), Schema.FLOAT32_SCHEMA, 1.5f)).isEqualTo(1.5);
    assertThat(read(type(Kind.FLOAT64), Schema.FLOAT64_SCHEMA, Double.NaN)).isEqualTo(Double.NaN);
    assertThat(read(type(Kind.FLOAT64), Schema.STRING_SCHEMA, "12.25")).isEqualTo(12.25);
    assertThat(read(type(Kind.INT64), Schema.STRING_SCHEMA, "123456789012345678"))
        .isEqualTo(123_456_789_012_345_678L);
  }

  @Test
  void shouldRefuseWhatWouldLoseSomething() {
    assertMisfit(type(Kind.INT32), Schema.INT64_SCHEMA, 1L + Integer.MAX_VALUE);
    assertMisfit(type(Kind.FLOAT64), Schema.INT64_SCHEMA, (1L << 53) + 1);
    assertMisfit(type(Kind.INT64), Schema.STRING_SCHEMA, "1.5");
    assertMisfit(type(Kind.STRING), Schema.INT32_SCHEMA, 1);
    assertMisfit(type(Kind.BOOLEAN), Schema.STRING_SCHEMA, "t");
    assertMisfit(type(Kind.DATE32), Schema.INT32_SCHEMA, 1);
    assertMisfit(ColumnType.timestamp(3), Schema.INT64_SCHEMA, 1L);
    assertMisfit(ColumnType.timestamp(3), MicroTimestamp.schema(), 1L);
    assertMisfit(ColumnType.timestamp(3), ZonedTimestamp.schema(), "infinity");
    assertMisfit(type(Kind.STRING), Schema.STRING_SCHEMA, ValueReader.UNAVAILABLE);
  }

  private static void assertMisfit(ColumnType type, Schema schema, Object value) {
    assertThatThrownBy(() -> read(type, schema, value))
        .isInstanceOf(BadRowException.class)
        .hasMessageStartingWith("v ");
  }

  @Test
  void shouldConvertTimesExactly() {
    assertThat(read(type(Kind.DATE32), Date.schema(), -1)).isEqualTo(-1);
    assertThat(read(ColumnType.timestamp(3), Timestamp.schema(), -5L)).isEqualTo(-5L);
    assertThat(read(ColumnType.timestamp(6), Timestamp.schema(), -5L)).isEqualTo(-5000L);
    assertThat(read(ColumnType.timestamp(6), MicroTimestamp.schema(), -5L)).isEqualTo(-5L);
    assertThat(read(ColumnType.timestamp(0), MicroTimestamp.schema(), -5_000_000L))
        .isEqualTo(-5000L);
    assertThat(read(ColumnType.timestamp(0), ZonedTimestamp.schema(), "1970-01-01T00:00:01Z"))
        .isEqualTo(1000L);
    assertThat(
            read(ColumnType.timestamp(6), ZonedTimestamp.schema(), "1970-01-01T00:00:00.000001Z"))
        .isEqualTo(1L);
  }

  @Test
  void shouldReadEveryOtherTypeExactly() {
    assertThat(read(ColumnType.decimal(38, 2), Schema.STRING_SCHEMA, "1.5"))
        .isEqualTo(new BigDecimal("1.50"));
    assertThat(read(type(Kind.UINT64), Schema.STRING_SCHEMA, "18446744073709551615"))
        .isEqualTo(-1L);
    assertThat(read(type(Kind.FLOAT64), Schema.STRING_SCHEMA, "NEGATIVE_INFINITY"))
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(read(type(Kind.UINT8), Schema.INT16_SCHEMA, (short) 255)).isEqualTo(255);
    assertThat(read(type(Kind.BYTES), Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, -1})))
        .isEqualTo(new byte[] {0, -1});
    assertThat(read(type(Kind.STRING), MicroTime.schema(), 86_400_000_000L)).isEqualTo("24:00:00");
    assertThat(read(type(Kind.STRING), MicroTime.schema(), 3_723_500_000L)).isEqualTo("01:02:03.5");
    assertThat(read(type(Kind.STRING), Bits.schema(10), new byte[] {5})).isEqualTo("0000000101");
    assertThat(read(ColumnType.timestamp(9), MicroTimestamp.schema(), -1L)).isEqualTo(-1000L);
    assertMisfit(ColumnType.decimal(3, 1), Schema.STRING_SCHEMA, "1.25");
    assertMisfit(ColumnType.decimal(3, 1), Schema.STRING_SCHEMA, "NaN");
    assertMisfit(type(Kind.UINT64), Schema.STRING_SCHEMA, "18446744073709551616");
    assertMisfit(type(Kind.UUID), Schema.STRING_SCHEMA, "no uuid");
    assertMisfit(ColumnType.timestamp(9), MicroTimestamp.schema(), Long.MAX_VALUE);
    assertMisfit(
        type(Kind.BYTES),
        Schema.BYTES_SCHEMA,
        ByteBuffer.wrap(ValueReader.UNAVAILABLE.getBytes(UTF_8)));
  }

  @Test
  void shouldTellANumericsNanFromAText() {
    Schema numeric =
        SchemaBuilder.string().parameter("__debezium.source.column.type", "NUMERIC").build();
    assertThat(read(type(Kind.STRING), numeric, "NAN")).isEqualTo("NaN");
    assertThat(read(type(Kind.STRING), numeric, "POSITIVE_INFINITY")).isEqualTo("Infinity");
    assertThat(read(type(Kind.STRING), numeric, "1.50")).isEqualTo("1.50");
    assertThat(read(type(Kind.STRING), Schema.STRING_SCHEMA, "NAN")).isEqualTo("NAN");
  }

  @Test
  void shouldReadArrays() {
    ColumnType whole = ColumnType.of(Kind.INT64);
    Schema schema = SchemaBuilder.array(Schema.OPTIONAL_INT64_SCHEMA).optional().build();
    Column column = new Column("v", ColumnType.array(whole.withNullable(true)), List.of());

    assertThat(read(column, schema, Arrays.asList(1L, null))).isEqualTo(Arrays.asList(1L, null));
    assertThat(read(column, schema, null)).isEqualTo(List.of());
    assertThat(read(new Column("v", ColumnType.array(whole)), schema, null)).isNull();
    List<Long> untouched = new ArrayList<>();
    for (byte letter : ValueReader.UNAVAILABLE.getBytes(UTF_8)) {
      untouched.add((long) letter);
    }
    assertThatThrownBy(() -> read(column, schema, untouched))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining("REPLICA IDENTITY FULL");
  }

  @Test
  void shouldKeepANullThatTheColumnsDefaultWouldHide() {
    Schema defaulted = SchemaBuilder.int64().optional().defaultValue(7L).build();

    assertThat(read(type(Kind.INT64), defaulted, null)).isNull();
    assertThat(read(type(Kind.INT64), defaulted, 8L)).isEqualTo(8L);
  }

  @Test
  void shouldFindColumnsByNameIgnoringCaseWhereOnlyOneIsMeant() {
    assertThat(ColumnNames.match("power_usage_kWh", List.of("id", "power_usage_kwh")))
        .isEqualTo("power_usage_kwh");
    assertThat(ColumnNames.match("A", List.of("a", "A"))).isEqualTo("A");
    assertThat(ColumnNames.match("Ab", List.of("ab", "AB"))).isNull();
    assertThat(ColumnNames.nearest("public.reading", List.of("x.y", "public.readings"), 1))
        .containsExactly("public.readings");
  }
}
