package dev.prejoin.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A source's rows land as the topology takes them. */
class DecodingTest {
  private static final Relation NOTES =
      new Relation(
          "notes",
          List.of(new Column("n", ColumnType.of(Kind.INT64))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));

  private static Decoding decoding(Landing.Kind kind) {
    return new Decoding(
        new Landing(
            "notes",
            NOTES,
            new JsonRowCodec(NOTES.key()),
            new JsonRowCodec(NOTES.columns()),
            kind));
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, String row, String origin) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "notes",
            0,
            9,
            key == null ? null : key.getBytes(UTF_8),
            row == null ? null : row.getBytes(UTF_8));
    record.headers().add(Origin.HEADER, origin.getBytes(UTF_8));
    return record;
  }

  private static final String KEY = "{\"id\":1}";

  @Test
  void shouldTakeAnUpdateThatIsNoRowForTheEndOfTheRowAsTheTopologyDoes() {
    Decoding source = decoding(Landing.Kind.SOURCE);

    assertThat(source.change(record(KEY, "{\"n\":2}", "op=u inc=1")).orElseThrow().row())
        .containsExactly(2L);
    Change ended = source.change(record(KEY, "no row", "op=u inc=1")).orElseThrow();
    assertThat(ended.row()).isNull();
    assertThat(ended.version()).isEqualTo(Version.of(1, 9, 9, 0));
    assertThat(source.change(record(KEY, "no row", "op=c inc=1")))
        .as("there is nothing to end")
        .isEmpty();
    assertThat(source.change(record(KEY, "{\"n\":2}", "nonsense")).orElseThrow().row()).isNull();
    assertThatThrownBy(() -> source.change(record("no key", "no row", "op=u inc=1")))
        .isInstanceOf(BadRowException.class);
    assertThatThrownBy(
            () -> decoding(Landing.Kind.FACT).change(record(KEY, "no row", "op=u inc=1")))
        .isInstanceOf(BadRowException.class);
  }

  @Test
  void shouldKeepRowsThatTheSourceLosesWhereDeletesAreIgnored() {
    Decoding lasting = decoding(Landing.Kind.LASTING_SOURCE);
    var marker = record(null, null, "op=t inc=1");

    assertThat(lasting.change(record(KEY, null, "op=d inc=1"))).isEmpty();
    assertThat(lasting.marker(marker)).isEmpty();
    assertThat(lasting.change(marker)).isEmpty();
    assertThat(
            lasting.change(record(KEY, "{\"n\":2}", "op=c inc=1")).orElseThrow().origin().isNew())
        .as("it may replace one that stayed")
        .isFalse();
    assertThat(lasting.change(record(KEY, "no row", "op=c inc=1")).orElseThrow().row())
        .as("what was there under the key is no more, as in the topology")
        .isNull();
    assertThat(decoding(Landing.Kind.SOURCE).marker(marker)).contains(Version.of(1, 9));
    assertThat(
            decoding(Landing.Kind.SOURCE)
                .change(record(KEY, null, "op=d inc=1"))
                .orElseThrow()
                .row())
        .isNull();
  }
}
