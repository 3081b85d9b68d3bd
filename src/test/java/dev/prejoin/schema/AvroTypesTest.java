package dev.prejoin.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.ColumnType.Kind;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AvroTypesTest {
  private static ColumnType type(String avro) {
    return AvroTypes.columnType(new Schema.Parser().parse(avro));
  }

  static List<ColumnType> everyType() {
    return EveryType.types();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void shouldFindEachTypeAgainInItsSchemasText(ColumnType type) {
    String text = AvroTypes.schema(type, "name").toString();

    assertThat(AvroTypes.columnType(new Schema.Parser().parse(text))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'long','clickhouse':'UInt32'} | UInt32",
        "{'type':'int','clickhouse':'Int32'} | Int32",
        "{'type':'int','logicalType':'date'} | Date32",
        "{'type':'int','logicalType':'date','clickhouse':'Date'} | Date",
        "{'type':'long','logicalType':'timestamp-millis','clickhouse':'DateTime'} | DateTime",
        "{'type':'long','logicalType':'local-timestamp-nanos'} | DateTime64(9)",
        "{'type':'string','clickhouse':'LowCardinality(String)'} | String",
        "{'type':'string','clickhouse':'UUID'} | UUID",
        "{'type':'enum','name':'e','symbols':['a'],'clickhouse':'String'} | String",
        "{'type':'array','items':['null','int']} | Array(Nullable(Int32))",
        "['string','null'] | Nullable(String)",
        "{'type':'bytes','logicalType':'decimal','precision':20,'clickhouse':'UInt64'} | UInt64",
      })
  void shouldReadAvrosOwnTypesAndTheProperty(String avro, String clickHouse) {
    assertThat(type(avro.replace('\'', '"'))).hasToString(clickHouse);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'int','clickhouse':'UInt32'} | does not go with",
        "{'type':'long','clickhouse':'UInt64'} | does not go with",
        "{'type':'long','clickhouse':'Uint32'} | Uint32 is none of the types",
        "{'type':'long','clickhouse':'Nullable(UInt32)'} | a union with null",
        "['null','int','string'] | union of several types",
        "['null',{'type':'array','items':'int'}] | no Nullable(Array)",
        "{'type':'map','values':'int'} | has no type in ClickHouse here",
        "{'type':'bytes','logicalType':'decimal','precision':39} | 1 to 38 digits, not 39",
      })
  void shouldRefuseWhatHasNoCounterpartAndSayWhatThereIs(String avro, String reason) {
    assertThatThrownBy(() -> type(avro.replace('\'', '"')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldKeepAFieldsDefaultForRecordsThatLackIt() {
    List<Column> columns =
        AvroSchemas.columns(
            new Schema.Parser()
                .parse(
                    """
                    {"type":"record","name":"r","fields":[
                      {"name":"a","type":{"type":"array","items":"int"},"default":[]},
                      {"name":"b","type":{"type":"long","clickhouse":"UInt32"},"default":7},
                      {"name":"c","type":["null","string"],"default":null},
                      {"name":"d","type":"string"}]}"""));

    assertThat(columns)
        .containsExactly(
            new Column("a", ColumnType.array(ColumnType.of(Kind.INT32)), List.of()),
            new Column("b", ColumnType.of(Kind.UINT32), 7L),
            new Column("c", ColumnType.of(Kind.STRING).withNullable(true)),
            new Column("d", ColumnType.of(Kind.STRING)));
    assertThat(new JsonRowCodec(columns).decode("{\"d\":\"x\"}".getBytes(UTF_8)))
        .containsExactly(List.of(), 7L, null, "x");
    assertThatThrownBy(
            () ->
                AvroSchemas.columns(
                    new Schema.Parser()
                        .parse(
                            """
                            {"type":"record","name":"r","fields":[{"name":"b",
                              "type":{"type":"int","clickhouse":"UInt8"},"default":256}]}""")))
        .hasMessage("field b: its default does not fit: b is 256, outside UInt8");
  }
}
